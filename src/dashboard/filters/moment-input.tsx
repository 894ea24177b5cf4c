/** An input for a moment, UTC: the browser's date and time field, reported once it contains a complete moment. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useId, useRef, useState } from 'react';
import { isoFromMilliseconds, millisecondsFromIso } from '../../contract/kinds/date';
import classes from './filter-controls.module.css';
import { newGesture } from './new-gesture';

interface MomentInputProps {
  /** What the bound means, such as "after". */
  label: string;
  name: string;
  /** Milliseconds since 1970. */
  value: number | undefined;
  onCommit: (value: number | undefined, gesture: string) => void;
}

/** Years are typed digit by digit: the browser considers the 2 of 2026 a complete year. */
const earliestTyped = Date.UTC(1900, 0, 1);
const pause = 500;

/** A moment in the format of the browser's field, which does not support years beyond four digits. */
function fieldText(value: number | undefined): string {
  if (value === undefined) return '';
  const iso = isoFromMilliseconds(value).replace('Z', '');
  return iso.includes('T') ? iso : `${iso}T00:00`;
}

interface Draft {
  text: string;
  base: number | undefined;
  isWrong: boolean;
}

export function MomentInput({ label, name, value, onCommit }: MomentInputProps) {
  const id = useId();
  const gesture = useRef('');
  const [draft, setDraft] = useState<Draft | null>(null);
  if (draft !== null && draft.base !== value) setDraft(null);
  const isWrong = draft?.isWrong === true;

  const commit = (input: HTMLInputElement, isLeft: boolean) => {
    if (draft === null) return;
    const time = input.value === '' ? undefined : millisecondsFromIso(input.value);
    const isHalf = input.validity.badInput || (input.value !== '' && time === undefined);
    if (isHalf || (!isLeft && time !== undefined && time < earliestTyped)) {
      if (isLeft) setDraft({ text: input.value, base: value, isWrong: true });
    } else if (time === value) setDraft(null);
    else onCommit(time, gesture.current);
  };
  const commitSoon = useDebouncedCallback((input: HTMLInputElement) => commit(input, false), pause);
  return (
    <div className={classes['bound']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={classes['input']}
        type="datetime-local"
        aria-label={name}
        max="9999-12-31T23:59"
        value={draft?.text ?? fieldText(value)}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        onFocus={() => (gesture.current = newGesture())}
        onChange={(event) => {
          setDraft({ text: event.currentTarget.value, base: value, isWrong: false });
          commitSoon(event.currentTarget);
        }}
        onBlur={(event) => {
          commitSoon.cancel();
          commit(event.currentTarget, true);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget, true);
        }}
      />
      {isWrong && (
        <p className={classes['wrong']} id={`${id}-wrong`} role="alert">
          Fill in the whole date and time
        </p>
      )}
    </div>
  );
}
