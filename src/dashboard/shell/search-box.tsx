/** The search over all samples; the input updates at once, and the URL with a short delay. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useState, type Ref } from 'react';
import { followUrl, sendText, typeText, type TypedText } from '../ui/typed-text';
import { useChangeFilters, useScreen } from '../frame/url-state';
import { withoutFilter } from '../frame/set-filters';
import classes from './header.module.css';

const pause = 200;

export function SearchBox({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { query } = useScreen();
  const inUrl = query.filters.search ?? '';
  const [typed, setTyped] = useState<TypedText | null>(null);
  const following = followUrl(typed, inUrl);
  if (following !== typed) setTyped(following);
  const changeFilters = useChangeFilters();
  const write = useDebouncedCallback(
    (text: string) => {
      setTyped((before) => before && sendText(before));
      changeFilters(
        (filters) => (text.trim() === '' ? withoutFilter(filters, 'search') : { ...filters, search: text }),
        { gesture: 'search' },
      );
    },
    { delay: pause, flushOnUnmount: true },
  );
  return (
    <div className={classes['search']} role="search">
      <input
        ref={ref}
        type="search"
        aria-label="Search samples"
        placeholder="Search samples"
        maxLength={1000}
        value={following?.text ?? inUrl}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped((before) => typeText(before, inUrl, text));
          write(text);
        }}
        onBlur={() => write.flush()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') write.flush();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden>/</kbd>
    </div>
  );
}
