/** The files to import: dropped anywhere on the page, or selected here. */
import { useId } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import { useShownPart } from '../../ui/show-more';
import classes from './import-dialog.module.css';

const megabytes = (size: number) =>
  size < 100_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`;

const shownAtFirst = 100;

interface FileChoiceProps {
  files: readonly File[];
  onChange: (files: readonly File[]) => void;
}

export function FileChoice({ files, onChange }: FileChoiceProps) {
  const id = useId();
  const { shown, more } = useShownPart(files, shownAtFirst);
  return (
    <div className={classes['drop']}>
      <label htmlFor={id}>Result files</label>
      <p>
        Drop them or choose them: pages or a whole result as the API returns it (.json), or JSON Lines
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
          {shown.map((file) => (
            <li key={`${file.name} ${file.size} ${file.lastModified}`}>
              {isolatedText(file.name)} <span className="dim">{megabytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {more}
    </div>
  );
}
