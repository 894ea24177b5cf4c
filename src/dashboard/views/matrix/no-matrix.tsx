/** Shown instead of an empty matrix: why there is nothing to compare, and where to look instead. */
import type { Summary } from '../../../contract/schemas/summary';
import { setFilters, withoutConditions } from '../../frame/set-filters';
import { useChangeQuery } from '../../frame/url-state';
import type { VerdictNouns } from '../../ui/verdict-nouns';
import type { ViewProps } from '../view';
import classes from './matrix-view.module.css';

/** Why a summary has no matrix. */
function reasonOf({ matching, verdicts }: Summary, nouns: VerdictNouns): { title: string; words: string } {
  if (matching === 0) {
    return { title: 'No sample matches these filters', words: 'So there is nothing to compare.' };
  }
  if (verdicts.matching > 0) {
    return {
      title: 'This model says numbers, not words',
      words: 'A matrix compares words. Filter or sort by Error to find where the numbers are far off.',
    };
  }
  return {
    title: 'There is nothing to compare',
    words: `The samples have no ${nouns.verdict[1]}: nothing was expected in them, and nothing was said.`,
  };
}

interface NoMatrixProps extends Pick<ViewProps, 'query'> {
  summary: Summary;
  nouns: VerdictNouns;
}

export function NoMatrix({ query, summary, nouns }: NoMatrixProps) {
  const changeQuery = useChangeQuery();
  const { title, words } = reasonOf(summary, nouns);
  const isFiltered = setFilters(query).length > 0;
  return (
    <div className={classes['state']} role="status">
      <h2>{title}</h2>
      <p>{words}</p>
      {isFiltered && summary.matching === 0 && (
        <button type="button" className={classes['fold']} onClick={() => changeQuery(withoutConditions)}>
          Clear all filters
        </button>
      )}
    </div>
  );
}
