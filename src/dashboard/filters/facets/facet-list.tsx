/** The values of a facet as rows: the first ones, all on request, and a search if there are many. */
import { useId, useState, type ReactNode } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import { formatCount } from '../../ui/numbers-in-words';
import classes from './facet-list.module.css';
import { FacetRow, type FacetActions } from './facet-row';
import { matchingRows, shortLength, shortRows, valueWords, type FacetRow as Row } from './facet-rows';

interface FacetListProps {
  /** What the values are, for the search box. */
  title: string;
  rows: readonly Row[];
  chosen: readonly ChoiceValue[];
  leftOut: readonly ChoiceValue[];
  /** The name of `null`, if it is a value. */
  nullWords?: string | undefined;
  /** The number of values that are not in the rows. */
  unlisted: number;
  /** Samples without any value; 0 if they are not mentioned. */
  missing: number;
  markOf?: (value: ChoiceValue) => ReactNode;
  actions: FacetActions;
}

export function FacetList(props: FacetListProps) {
  const { title, rows, chosen, leftOut, nullWords = '', unlisted, missing, markOf, actions } = props;
  const listId = useId();
  const [search, setSearch] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const isLong = rows.length > shortLength;
  const isSearching = isLong && search.trim() !== '';
  const chosenSet = new Set(chosen);
  const leftOutSet = new Set(leftOut);
  const isNamed = (value: ChoiceValue) => chosenSet.has(value) || leftOutSet.has(value);
  const found = isSearching ? matchingRows(rows, search, nullWords) : rows;
  const shown = isSearching || showsAll || !isLong ? found : shortRows(found, isNamed);
  // An unlisted value can be selected by its full text.
  const typed = search.trim();
  const canAdd = isSearching && unlisted > 0 && !rows.some(({ value }) => value === typed);
  return (
    <>
      {isLong && (
        <input
          className={classes['search']}
          type="search"
          aria-label={`Find in ${title}`}
          placeholder={`Find in ${formatCount(rows.length)}`}
          autoComplete="off"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <div className={classes['list']} id={listId}>
        {shown.map((row) => (
          <FacetRow
            key={JSON.stringify(row.value)}
            row={row}
            name={valueWords(row.value, nullWords)}
            isChosen={chosenSet.has(row.value)}
            isLeftOut={leftOutSet.has(row.value)}
            markOf={markOf}
            actions={actions}
          />
        ))}
      </div>
      {isSearching && shown.length === 0 && !canAdd && (
        <p className={classes['note']}>No value contains this text.</p>
      )}
      {canAdd && (
        <button
          type="button"
          className={classes['more']}
          onClick={() => {
            actions.toggle(typed);
            setSearch('');
          }}
        >
          Filter by “{isolatedText(typed)}”
        </button>
      )}
      {isLong && !isSearching && (shown.length < rows.length || showsAll) && (
        <button
          type="button"
          className={classes['more']}
          aria-expanded={showsAll}
          aria-controls={listId}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? 'Show fewer' : `Show all ${formatCount(rows.length)}`}
        </button>
      )}
      {unlisted > 0 && (isSearching || showsAll) && (
        <p className={classes['note']}>
          These are the most frequent; {formatCount(unlisted)} more can be found by their whole text.
        </p>
      )}
      {missing > 0 && <p className={classes['note']}>{formatCount(missing)} without a value</p>}
    </>
  );
}
