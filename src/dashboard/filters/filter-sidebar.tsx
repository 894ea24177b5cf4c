/** All fields in their groups, with the counts under the screen's filters. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isVerdictField, type FieldName } from '../../contract/fields';
import { summaryOptions, wholeSummaryOptions } from '../api/summary';
import { choiceOf, leftOutOf } from '../frame/set-filters';
import type { ViewProps } from '../views/view';
import { availableFields } from './available-fields';
import { FilterGroup } from './filter-group';
import classes from './filter-sidebar.module.css';
import { VerdictGroup } from './verdict-group';

export function FilterSidebar({ projectId, query, colours }: ViewProps) {
  const whole = useQuery({ ...wholeSummaryOptions(projectId, query), placeholderData: keepPreviousData });
  const now = useQuery({ ...summaryOptions(projectId, query), placeholderData: keepPreviousData });
  const isBusy = now.isFetching || whole.isFetching;
  const failed = whole.isError ? whole : now.isError ? now : undefined;
  const { filters, not } = query;
  const outcome = choiceOf(query, 'outcome');
  const showsIncorrect =
    (outcome.chosen.length === 0 || outcome.chosen.includes('incorrect')) &&
    !outcome.leftOut.includes('incorrect');
  const group = (name: FieldName) => {
    if (whole.data === undefined) return undefined;
    const props = {
      name,
      value: filters[name],
      leftOut: leftOutOf(not, name),
      whole: whole.data,
      now: now.data,
      colours,
      showsIncorrect,
    };
    return isVerdictField(name) ? (
      <VerdictGroup key={name} {...props} projectId={projectId} query={query} />
    ) : (
      <FilterGroup key={name} {...props} />
    );
  };
  const available = whole.data === undefined ? undefined : availableFields(whole.data, query);
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

/** Placeholders for groups and rows while the first counts are loading. */
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
