/** Finds the project and the run of a request; if there is none, the error lists the existing ones. */
import { SecondLookError } from '../../contract/errors';
import type { Query } from '../../contract/query';
import { chosenRun, type Project, type Run } from '../../contract/schemas/runs';
import { trialOfRun } from '../../contract/run-trial';
import { readWholeNumber } from '../../contract/whole-number';
import type { AppContext, EndpointRequest } from './app-context';
import type { Store } from '../store/store';

const listOf = (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The number of a project or sample in a path; throws `not-found` for any other path. */
export function pathNumber(context: AppContext, what: 'project' | 'sample'): number {
  const value = readWholeNumber(context.req.param(`${what}Id`) ?? '');
  if (value !== undefined) return value;
  throw new SecondLookError('not-found', `There is no such ${what}: its id is a whole number.`);
}

/** The project in a path. Throws `not-found`. */
export async function projectFor(store: Store, context: AppContext): Promise<Project> {
  const id = pathNumber(context, 'project');
  const projects = await store.projects();
  const project = projects.find((candidate) => candidate.id === id);
  if (project !== undefined) return project;
  const ids = projects.slice(0, 20).map((candidate) => String(candidate.id));
  throw new SecondLookError(
    'not-found',
    ids.length === 0
      ? `There is no project ${id}; there are no projects yet.`
      : `There is no project ${id}; there ${ids.length === 1 ? 'is' : 'are'} ${listOf(ids)}.`,
  );
}

function missingRun({ id, runs }: Project, { variant, impulseId, run: runId }: Query): SecondLookError {
  const wanted = [
    variant === undefined ? '' : `${variant} `,
    'run',
    impulseId === undefined ? '' : ` of impulse ${impulseId}`,
    runId === undefined ? '' : ` with the id ${runId}`,
  ].join('');
  const kinds = runs.map((run) =>
    impulseId === undefined ? run.variant : `${run.variant} of impulse ${run.impulseId}`,
  );
  const there =
    runId === undefined
      ? `it has ${listOf([...new Set(kinds)].slice(0, 10))}`
      : `the newest are ${listOf(runs.slice(0, 10).map((run) => run.id))}`;
  return new SecondLookError('not-found', `Project ${id} has no ${wanted}; ${there}.`);
}

/**
 * The project in a path and the run that the query selects. Throws `not-found`, and `bad-parameter` for a trial
 * threshold that the run does not have.
 */
export async function runFor(
  store: Store,
  { context, query }: Pick<EndpointRequest, 'context' | 'query'>,
): Promise<{ project: Project; run: Run }> {
  const project = await projectFor(store, context);
  const run = chosenRun(project, query);
  if (run === undefined) throw missingRun(project, query);
  const { problems } = trialOfRun(run, query.trial);
  if (problems.length > 0) {
    throw new SecondLookError('bad-parameter', problems.map(({ message }) => message).join('; '));
  }
  return { project, run };
}
