/** All fields in their groups, with the counts under the screen's filters. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FieldName } from '../../contract/fields';
import { summaryOptions, wholeSummaryOptions } from '../api/summary';
import type { ViewProps } from '../views/view';
import { availableFields } from './available-fields';
import { FilterGroup } from './filter-group';
import classes from './filter-sidebar.module.css';

export function FilterSidebar({ projectId, query, colours }: ViewProps) {
  const whole = useQuery({ ...wholeSummaryOptions(projectId, query), placeholderData: keepPreviousData });
  const now = useQuery({ ...summaryOptions(projectId, query), placeholderData: keepPreviousData });
  const isBusy = now.isFetching || whole.isFetching;
  const failed = whole.isError ? whole : now.isError ? now : undefined;
  const { outcome } = query.filters;
  const group = (name: FieldName) =>
    whole.data !== undefined && (
      <FilterGroup
        key={name}
        name={name}
        value={query.filters[name]}
        whole={whole.data}
        now={now.data}
        colours={colours}
        showsIncorrect={outcome === undefined || outcome.includes('incorrect')}
      />
    );
  const available = whole.data === undefined ? undefined : availableFields(whole.data, query.filters);
  return (
    <aside className={classes['sidebar']} aria-label="Filters" aria-busy={isBusy}>
      <div className={classes['busy']} data-busy={isBusy || undefined} aria-hidden />
      {failed !== undefined && available === undefined && (
        <div className={classes['failed']}>
          <p>The counts could not be loaded. {failed.error.message}</p>
          <button type="button" onClick={() => void failed.refetch()}>
            Try again
          </button>
        </div>
      )}
      {available === undefined ? (
        failed === undefined && <Placeholder />
      ) : (
        <>
          {available.open.map(group)}
          {available.more.length > 0 && <h2 className={classes['divider']}>More filters</h2>}
          {available.more.map(group)}
        </>
      )}
    </aside>
  );
}

const placeholderRows = [3, 5, 5, 2, 3];

/** Where groups and rows will be, while the first counts are on their way. */
function Placeholder() {
  return (
    <div className={classes['placeholder']}>
      <p className="visually-hidden" role="status">
        Loading the filters …
      </p>
      {placeholderRows.map((rows, at) => (
        <div key={at} aria-hidden>
          {Array.from({ length: rows + 1 }, (_row, line) => (
            <span key={line} />
          ))}
        </div>
      ))}
    </div>
  );
}
