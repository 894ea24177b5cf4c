/** An input for one bound of a range, parsed on Enter or blur; invalid text stays, with a message. */
import { useId, useRef, useState } from 'react';
import { numberFromText, textFromNumber } from '../../contract/kinds/numbers';
import classes from './filter-controls.module.css';
import { newGesture } from './new-gesture';

interface BoundInputProps {
  /** What the bound means, such as "at least". */
  label: string;
  /** The same with the field's title, for screen readers. */
  name: string;
  value: number | undefined;
  placeholder: string;
  onCommit: (value: number | undefined, gesture: string) => void;
}

interface Draft {
  text: string;
  /** The value in the URL when typing began; once the URL has another value, that is shown. */
  base: string;
  isWrong: boolean;
}

export function BoundInput({ label, name, value, placeholder, onCommit }: BoundInputProps) {
  const id = useId();
  const gesture = useRef('');
  const [draft, setDraft] = useState<Draft | null>(null);
  const inUrl = value === undefined ? '' : textFromNumber(value);
  if (draft !== null && draft.base !== inUrl) setDraft(null);
  const isWrong = draft?.isWrong === true;

  const commit = () => {
    if (draft === null) return;
    const text = draft.text.trim();
    const number = text === '' ? undefined : numberFromText(text);
    if (text !== '' && number === undefined) setDraft({ ...draft, isWrong: true });
    else if ((number === undefined ? '' : textFromNumber(number)) === inUrl) setDraft(null);
    else onCommit(number, gesture.current);
  };
  return (
    <div className={classes['bound']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={classes['input']}
        aria-label={name}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        placeholder={placeholder}
        value={draft?.text ?? inUrl}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        onFocus={() => (gesture.current = newGesture())}
        onChange={(event) => setDraft({ text: event.currentTarget.value, base: inUrl, isWrong: false })}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      {isWrong && (
        <p className={classes['wrong']} id={`${id}-wrong`} role="alert">
          Write a number such as {placeholder === '' ? '0.5' : placeholder}
        </p>
      )}
    </div>
  );
}
