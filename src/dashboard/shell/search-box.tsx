/** The search over all samples; every key counts at once on screen, the URL follows a moment later. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useState, type Ref } from 'react';
import { useChangeFilters, useScreen, withoutFilter } from '../url-state';
import classes from './header.module.css';

const pause = 200;

export function SearchBox({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { query } = useScreen();
  const inUrl = query.filters.search ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const changeFilters = useChangeFilters();
  const write = useDebouncedCallback((text: string) => {
    changeFilters(
      (filters) => (text.trim() === '' ? withoutFilter(filters, 'search') : { ...filters, search: text }),
      { gesture: 'search' },
    );
    setTyped(null);
  }, pause);
  return (
    <div className={classes['search']} role="search">
      <input
        ref={ref}
        type="search"
        aria-label="Search samples"
        placeholder="Search samples"
        maxLength={1000}
        value={typed ?? inUrl}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          write(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden>/</kbd>
    </div>
  );
}
