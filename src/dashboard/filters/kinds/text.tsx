/** The control of a text filter: an input whose text is written to the URL with a short delay. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import classes from '../filter-controls.module.css';
import { newGesture } from '../new-gesture';
import { parameterLimits } from '../../../contract/kinds/kind';
import { followUrl, sendText, typeText, type TypedText } from '../../ui/typed-text';
import type { FilterControlProps } from './filter-control';

const pause = 250;

export function TextControl({ field, value, change }: FilterControlProps<'text'>) {
  const inUrl = value ?? '';
  const [typed, setTyped] = useState<TypedText | null>(null);
  const gesture = useRef('');
  const following = followUrl(typed, inUrl);
  if (following !== typed) setTyped(following);
  const write = useDebouncedCallback(
    (text: string) => {
      setTyped((before) => before && sendText(before));
      const isBlank = field.match === 'terms' ? text.trim() === '' : text === '';
      change(() => (isBlank ? undefined : text), { gesture: gesture.current });
    },
    { delay: pause, flushOnUnmount: true },
  );
  return (
    <input
      className={classes['input']}
      type="search"
      aria-label={field.title}
      placeholder={field.match === 'contains' ? 'contains …' : ''}
      autoComplete="off"
      spellCheck={false}
      maxLength={parameterLimits.textLength}
      value={following?.text ?? inUrl}
      onFocus={() => (gesture.current = newGesture())}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped((before) => typeText(before, inUrl, text));
        write(text);
      }}
      onBlur={() => write.flush()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') write.flush();
      }}
    />
  );
}
