/** `second-look check --data`: verifies everything in a data folder, and reports every problem with its place. */
import { SecondLookError } from '../../contract/errors';
import { findRunningServer } from '../server-file';
import { checkDataFolder } from '../store/duckdb/check-folder';
import { counted, progressLine } from './progress-line';
import type { Terminal } from './terminal';

/** Verifies the folder and prints the findings. Throws a `SecondLookError` at the end if there is damage. */
export async function checkFolder(folder: string, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const line = progressLine(terminal.stderr, 'Checking');
  const say = (text: string) => {
    line.end();
    terminal.stdout.line(text);
  };
  let problems = 0;
  const checking = checkDataFolder(folder, {
    signal,
    isInUse: (await findRunningServer(folder)) !== undefined,
    onFinding({ isProblem, place, says }) {
      if (isProblem) problems += 1;
      say(`${isProblem ? 'Problem' : 'Note'}: ${place}: ${says}`);
    },
    onProgress: ({ records, share }) => line.show({ samples: records, share }),
  });
  const { runs, damagedRuns, records, bytes } = await checking.finally(() => line.end());
  const size = `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
  const summary = `${counted(runs, 'run')} with ${counted(records, 'sound record')}, ${size}`;
  if (problems === 0) {
    say(`Everything is whole: ${summary}.`);
    return;
  }
  say(`Not everything is whole: ${summary}; ${damagedRuns.toLocaleString('en')} of the runs damaged.`);
  throw new SecondLookError(
    'conflict',
    `There ${problems === 1 ? 'is' : 'are'} ${counted(problems, 'problem')} in ${folder}. What is sound is served all ` +
      'the same, and a damaged index is rebuilt automatically; import a run with damaged records again after deleting it.',
  );
}
