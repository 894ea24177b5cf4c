/** The metadata and fields of a sample; values that can be filtered by are buttons. */
import { Fragment, useMemo, useState } from 'react';
import { fields } from '../../contract/fields';
import { isolatedText } from '../../contract/isolated-text';
import { parameterLimits } from '../../contract/kinds/kind';
import type { SampleRecord } from '../../contract/schemas/sample';
import { containsText } from '../../domain/text-match';
import { formatCount } from '../ui/numbers-in-words';
import { shownText } from '../ui/shortened-text';
import { useShownPart } from '../ui/show-more';
import { onlyValue, withChoice } from '../frame/set-filters';
import { useChangeFilters, useChangeQuery } from '../frame/url-state';
import { CopyButton } from './copy-button';
import { factRows, type FactRow } from './fact-rows';
import classes from './facts.module.css';
import { withMetadataValue } from './filter-by';
import { Section } from './section';

function FilterButton({ name, text, onClick }: { name: string; text: string; onClick: () => void }) {
  return (
    <button
      type="button"
      className={classes['value']}
      title={`Show only samples with this ${isolatedText(shownText(name))}`}
      onClick={onClick}
    >
      {text === '' ? '(empty)' : text}
    </button>
  );
}

/** A name with possible line breaks after its underscores. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=_)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** Long values take a whole row. */
const isWide = (text: string) => text.length > 26;

/** A filter value cannot be longer. */
const canFilterBy = (text: string) => text.length <= parameterLimits.textLength;

function MetadataValue({ name, value }: { name: string; value: string }) {
  const changeFilters = useChangeFilters();
  return (
    <div className={classes['fact']} data-wide={isWide(value)}>
      <dt title={shownText(name)}>
        <Breakable text={shownText(name)} />
      </dt>
      <dd>
        {canFilterBy(name) && canFilterBy(value) ? (
          <FilterButton
            name={name}
            text={value}
            onClick={() =>
              changeFilters((filters) => ({
                ...filters,
                metadata: withMetadataValue(filters.metadata, name, value),
              }))
            }
          />
        ) : (
          <LongText name={name} text={value} />
        )}
      </dd>
    </div>
  );
}

/** The beginning of a text that is too long to show or to filter by, with a button that copies all of it. */
function LongText({ name, text }: { name: string; text: string }) {
  return (
    <>
      <span className={`${classes['text']} ${classes['long']}`}>{shownText(text)}</span>
      <CopyButton text={() => text} name={`Copy ${isolatedText(shownText(name))}`}>
        copy all
      </CopyButton>
    </>
  );
}

/** The number of keys shown initially; with more keys there is a search. */
const shownAtFirst = 100;

function MetadataList({ pairs }: { pairs: readonly (readonly [key: string, value: string])[] }) {
  const { shown, more } = useShownPart(pairs, shownAtFirst);
  return (
    <>
      <dl className={classes['facts']}>
        {shown.map(([key, value]) => (
          <MetadataValue key={key} name={key} value={value} />
        ))}
      </dl>
      {more}
    </>
  );
}

export function Metadata({ sample }: { sample: SampleRecord }) {
  const [search, setSearch] = useState('');
  const pairs = useMemo(() => fields.metadata.from(sample), [sample]);
  const isLong = pairs.length > shownAtFirst;
  const text = isLong ? search.trim() : '';
  const found = useMemo(
    () =>
      text === ''
        ? pairs
        : pairs.filter(([key, value]) => containsText(key, text) || containsText(value, text)),
    [pairs, text],
  );
  return (
    <Section title="Metadata" {...(isLong && { aside: `${formatCount(pairs.length)} keys` })}>
      {isLong && (
        <input
          className={classes['search']}
          type="search"
          aria-label="Find in the metadata"
          placeholder="Find a key or a value"
          autoComplete="off"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {pairs.length === 0 ? (
        <p className="dim">This sample has no metadata.</p>
      ) : found.length === 0 ? (
        <p className="dim">No key and no value contains this text.</p>
      ) : (
        <MetadataList key={text} pairs={found} />
      )}
    </Section>
  );
}

function Fact({ row }: { row: FactRow }) {
  const changeQuery = useChangeQuery();
  const { filter, copy } = row;
  return (
    <div className={classes['fact']} data-wide={isWide(row.text)}>
      <dt>{row.name}</dt>
      <dd title={row.title}>
        {!canFilterBy(row.text) ? (
          <LongText name={row.name} text={row.text} />
        ) : filter === undefined ? (
          <span className={classes['text']}>{row.text}</span>
        ) : (
          <FilterButton
            name={row.name}
            text={row.text}
            onClick={() => changeQuery((query) => withChoice(query, filter.field, onlyValue(filter.value)))}
          />
        )}
        {copy !== undefined && (
          <CopyButton text={() => copy} name={`Copy ${row.name}`}>
            copy
          </CopyButton>
        )}
      </dd>
    </div>
  );
}

export function Facts({ sample }: { sample: SampleRecord }) {
  return (
    <Section title="Fields">
      <dl className={classes['facts']}>
        {factRows(sample).map((row) => (
          <Fact key={row.name} row={row} />
        ))}
      </dl>
    </Section>
  );
}
