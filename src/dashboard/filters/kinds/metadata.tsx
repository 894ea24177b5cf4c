/** The control of metadata: a sub-group for each key, how several items combine, and samples without any. */
import { useMemo, useState } from 'react';
import { formatCount } from '../../ui/numbers-in-words';
import listClasses from '../facets/facet-list.module.css';
import { MetadataKey } from '../metadata/metadata-key';
import classes from '../metadata/metadata-key.module.css';
import { metadataKeyRows, shortKeys, shownKeyRows } from '../metadata/metadata-keys';
import { combinatorOf, hasCombinator, setCombinator, setNoMetadata } from '../metadata/metadata-changes';
import { CombinatorChoice, NoMetadata } from '../metadata/metadata-match';
import type { FilterControlProps } from './filter-control';

/** The first few keys are open, so that the most used values need only one click. */
const openKeys = 3;

export function MetadataControl({ value, change, whole, now }: FilterControlProps<'metadata'>) {
  const [search, setSearch] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const rows = useMemo(
    () => metadataKeyRows(whole.metadata, now?.metadata, value),
    [whole.metadata, now?.metadata, value],
  );
  const shown = shownKeyRows(rows, value, search, showsAll);
  const isLong = rows.length > shortKeys;
  const unlisted = whole.metadataKeys - whole.metadata.length;
  return (
    <>
      {isLong && (
        <input
          className={listClasses['search']}
          type="search"
          aria-label="Find a metadata key"
          placeholder={`Find in ${formatCount(rows.length)} keys`}
          autoComplete="off"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {hasCombinator(value) && (
        <CombinatorChoice
          chosen={combinatorOf(value)}
          onChoose={(name) => change((before) => setCombinator(before, name))}
        />
      )}
      {shown.map(({ key, facet, current }) => (
        <MetadataKey
          key={key}
          metadataKey={key}
          openAtFirst={rows.findIndex((row) => row.key === key) < openKeys}
          filter={value}
          change={change}
          facet={facet}
          current={current}
        />
      ))}
      {shown.length === 0 && <p className={classes['note']}>No key contains this text.</p>}
      {isLong && search.trim() === '' && (
        <button
          type="button"
          className={classes['more']}
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer keys' : `Show all ${formatCount(rows.length)} keys`}
        </button>
      )}
      {unlisted > 0 && (
        <p className={classes['note']}>The run has {formatCount(unlisted)} more keys, which are used less.</p>
      )}
      {(whole.withoutMetadata > 0 || value?.noMetadata === true) && (
        <NoMetadata
          count={now?.withoutMetadata ?? null}
          isChosen={value?.noMetadata === true}
          onToggle={() => change((before) => setNoMetadata(before, before?.noMetadata !== true))}
        />
      )}
      {value?.noMetadata === true && value.combinator === 'and' && value.items.length > 0 && (
        <p className={classes['note']}>No sample has both metadata and none: match any of these instead.</p>
      )}
    </>
  );
}
