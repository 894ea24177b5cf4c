/** Shown if no sample matches: the active filters, and how to remove them. */
import type { Query } from '../../../contract/query';
import { setFilters, withoutConditions } from '../../frame/set-filters';
import { useChangeQuery } from '../../frame/url-state';
import classes from './samples-view.module.css';

export function NoMatch({ query }: { query: Query }) {
  const changeQuery = useChangeQuery();
  const set = setFilters(query);
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
        {set.map(({ key, sentence, remove }) => (
          <li key={key}>
            {sentence}
            <button type="button" onClick={() => changeQuery(remove)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      {set.length > 1 && (
        <button type="button" onClick={() => changeQuery(withoutConditions)}>
          Remove all
        </button>
      )}
    </div>
  );
}
