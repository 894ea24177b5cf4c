/** The metadata and fields of a sample; values that can be filtered by are buttons. */
import { Fragment } from 'react';
import { fields } from '../../contract/fields';
import { isolatedText } from '../../contract/isolated-text';
import type { SampleRecord } from '../../contract/sample';
import { useChangeFilters } from '../url-state';
import { CopyButton } from './copy-button';
import { factRows, type FactRow } from './fact-rows';
import classes from './facts.module.css';
import { withChoice, withMetadataValue } from './filter-by';
import { Section } from './section';

function FilterButton({ name, text, onClick }: { name: string; text: string; onClick: () => void }) {
  return (
    <button
      type="button"
      className={classes['value']}
      title={`Show only samples with this ${isolatedText(name)}`}
      onClick={onClick}
    >
      {text === '' ? '(empty)' : text}
    </button>
  );
}

/** A name that may break after its underscores. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=_)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** Long values take a row of their own. */
const isWide = (text: string) => text.length > 26;

export function Metadata({ sample }: { sample: SampleRecord }) {
  const changeFilters = useChangeFilters();
  const pairs = fields.metadata.from(sample);
  return (
    <Section title="Metadata">
      {pairs.length === 0 ? (
        <p className="dim">This sample has no metadata.</p>
      ) : (
        <dl className={classes['facts']}>
          {pairs.map(([key, value]) => (
            <div key={key} className={classes['fact']} data-wide={isWide(value)}>
              <dt title={key}>
                <Breakable text={key} />
              </dt>
              <dd>
                <FilterButton
                  name={key}
                  text={value}
                  onClick={() =>
                    changeFilters((filters) => ({
                      ...filters,
                      metadata: withMetadataValue(filters.metadata, key, value),
                    }))
                  }
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}

function Fact({ row }: { row: FactRow }) {
  const changeFilters = useChangeFilters();
  const { filter, copy } = row;
  return (
    <div className={classes['fact']} data-wide={isWide(row.text)}>
      <dt>{row.name}</dt>
      <dd title={row.title}>
        {filter === undefined ? (
          <span className={classes['text']}>{row.text}</span>
        ) : (
          <FilterButton
            name={row.name}
            text={row.text}
            onClick={() => changeFilters((filters) => withChoice(filters, filter.field, filter.value))}
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
