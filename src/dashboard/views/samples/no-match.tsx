/** No sample matches: which filters are set, and how to see more again. */
import type { FieldName } from '../../../contract/fields';
import { fieldNames } from '../../../contract/fields';
import { filterSentence, type Filters, type Query } from '../../../contract/query';
import { useChangeFilters, withoutFilter } from '../../url-state';
import classes from './samples-view.module.css';

function sentenceOf<Name extends FieldName>(name: Name, filters: Filters): string | undefined {
  const value = filters[name];
  return value === undefined ? undefined : filterSentence(name, value);
}

export function NoMatch({ query }: { query: Query }) {
  const changeFilters = useChangeFilters();
  const set = fieldNames.filter((name) => query.filters[name] !== undefined);
  if (set.length === 0) {
    return (
      <div className={classes['empty']}>
        <h2>This run has no samples</h2>
        <p>The result that was imported holds none. Choose another run above, or import another file.</p>
      </div>
    );
  }
  return (
    <div className={classes['empty']} role="status">
      <h2>
        {set.length === 1 ? 'No sample matches this filter' : `No sample matches these ${set.length} filters`}
      </h2>
      <ul>
        {set.map((name) => (
          <li key={name}>
            {sentenceOf(name, query.filters)}
            <button type="button" onClick={() => changeFilters((filters) => withoutFilter(filters, name))}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      {set.length > 1 && (
        <button type="button" onClick={() => changeFilters(() => ({}))}>
          Remove all
        </button>
      )}
    </div>
  );
}
