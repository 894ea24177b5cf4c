/** One sample in full: header, outcome, data, the result of every learn block, and facts. */
import { useQuery } from '@tanstack/react-query';
import { placeOfDamaged, sampleOptions } from '../api/sample';
import { summaryOptions } from '../api/summary';
import type { ViewProps } from '../views/view';
import buttons from './buttons.module.css';
import { SampleBody } from './sample-body';
import { SampleHeader } from './sample-header';
import classes from './sample-panel.module.css';
import { useNeighbours } from './use-neighbours';

/** A placeholder of the same layout, so that nothing moves when the sample arrives. */
function Skeleton() {
  return (
    <div className={classes['skeleton']} role="status">
      <span className="visually-hidden">Loading the sample …</span>
      <i className={classes['line']} />
      <i className={classes['block']} />
      <i className={classes['line']} />
      <i className={classes['line']} />
      <i className={classes['line']} />
    </div>
  );
}

function Failed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className={classes['failed']} role="alert">
      <h3>The sample cannot be shown</h3>
      <p>{message}</p>
      <button type="button" className={buttons['quiet']} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

export function SamplePanel({ sampleId, ...props }: ViewProps & { sampleId: number }) {
  const { projectId, run, query } = props;
  const sample = useQuery({
    ...sampleOptions(projectId, sampleId, query),
    // The previous sample stays until this one is loaded, unless it belongs to another project.
    placeholderData: (before, earlier) => (earlier?.queryKey[1] === projectId ? before : undefined),
  });
  const { data: summary } = useQuery(summaryOptions(projectId, query));
  const answer = sample.data;
  useNeighbours(projectId, query, sample.isPlaceholderData ? undefined : answer);
  return (
    <section
      className={classes['panel']}
      aria-label="Sample"
      aria-busy={sample.isPending || sample.isPlaceholderData}
    >
      <SampleHeader
        answer={answer}
        place={answer ?? placeOfDamaged(sample.error)}
        sampleId={sampleId}
        matching={summary?.matching}
      />
      {answer !== undefined ? (
        <SampleBody {...props} key={run.id} answer={answer} />
      ) : sample.isError ? (
        <Failed message={sample.error.message} onRetry={() => void sample.refetch()} />
      ) : (
        <Skeleton />
      )}
    </section>
  );
}
