/** A compact selection for the header; plain text if there is only one option. */
import classes from './header.module.css';

interface ChooserProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

export function Chooser({ label, value, options, onChange }: ChooserProps) {
  const only = options.length <= 1;
  return (
    <label className={classes['chooser']} data-only={only || undefined}>
      <span className={label === 'Project' ? 'visually-hidden' : classes['chooser-label']}>{label}</span>
      {only ? (
        <span className={classes['chooser-value']}>{options[0]?.label ?? value}</span>
      ) : (
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}
