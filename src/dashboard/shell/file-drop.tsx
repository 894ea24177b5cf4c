/** Choosing files: drop them, or open the file dialog. */
import { useId, useState, type DragEvent } from 'react';
import classes from './import-dialog.module.css';

const megabytes = (size: number) =>
  size < 100_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`;

export function FileDrop({
  files,
  onChange,
}: {
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
}) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = [...event.dataTransfer.files];
    if (dropped.length > 0) onChange(dropped);
  };
  return (
    <div
      className={classes['drop']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>Result files</label>
      <p>
        Drop them here or choose them: pages or a whole result as the API returns it (.json), or JSON Lines
        (.jsonl); gzipped or not. Several pages of one run go together.
      </p>
      <input
        id={id}
        type="file"
        multiple
        accept=".json,.jsonl,.gz,application/json,application/gzip"
        onChange={(event) => onChange([...(event.currentTarget.files ?? [])])}
      />
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li key={`${file.name} ${file.size} ${file.lastModified}`}>
              {file.name} <span className="dim">{megabytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
