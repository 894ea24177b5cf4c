/** `second-look check`: reports what an import of files would contain, and every problem; changes nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecondLookError } from '../../contract/errors';
import type { RunLearnBlock } from '../../contract/schemas/runs';
import { wordsOf, type EntryBatch } from '../store/entry-batch';
import { readRun } from '../import/import-run';
import { counted, progressLine } from './progress-line';
import { sourceFiles } from './source-files';
import type { Terminal } from './terminal';

const mostProblems = 100;

/** A summary of the samples in the files. */
class RunOutline {
  readonly #outcomes = new Map<string, number>();
  readonly #labels = new Set<string>();
  readonly #learnBlocks = new Map<number, RunLearnBlock>();
  #samples = 0;
  #windows = 0;

  add({ count, windows, values, learnBlocks }: EntryBatch): void {
    this.#samples += count;
    this.#windows += windows;
    const wordOf = (code: number) => values.words[code - 1] ?? 'unknown';
    for (const code of values.choices.get('outcome') ?? []) {
      const outcome = wordOf(code);
      this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    }
    for (const code of new Set(wordsOf(values, 'label'))) this.#labels.add(wordOf(code));
    for (const block of learnBlocks)
      this.#learnBlocks.set(block.id, this.#learnBlocks.get(block.id) ?? block);
  }

  lines(): string[] {
    const outcomes = [...this.#outcomes].map(
      ([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`,
    );
    const blocks = [...this.#learnBlocks.values()].map(({ title, type }) => `${title} (${type})`);
    return [
      `${counted(this.#samples, 'sample')} with ${counted(this.#windows, 'window')} and ${counted(this.#labels.size, 'label')}: ${outcomes.join(', ')}.`,
      `Learn blocks: ${blocks.length === 0 ? 'none' : blocks.join(', ')}.`,
    ];
  }
}

/** Checks the files and prints the findings. Throws a `SecondLookError` at the end if there were problems. */
export async function checkFiles(
  paths: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { files, close } = await sourceFiles(paths, signal);
  const line = progressLine(terminal.stderr, 'Checking');
  const say = (text: string) => {
    line.end();
    terminal.stdout.line(text);
  };
  const tempFolder = await mkdtemp(join(tmpdir(), 'second-look-check-'));
  const outline = new RunOutline();
  let problems = 0;
  try {
    const reading = readRun(files, {
      tempFolder,
      signal,
      onProgress: line.show,
      onProblem: ({ message }) => {
        problems += 1;
        if (problems <= mostProblems) say(`Problem: ${message}`);
      },
    });
    for await (const batch of reading) outline.add(batch);
    if (problems > mostProblems) say(`… and ${counted(problems - mostProblems, 'more problem')}.`);
    for (const notice of reading.notices) say(`Note: ${notice}`);
  } finally {
    line.end();
    await close();
    await rm(tempFolder, { recursive: true, force: true });
  }
  if (problems > 0) {
    const verb = problems === 1 ? 'is' : 'are';
    throw new SecondLookError(
      'bad-parameter',
      `There ${verb} ${counted(problems, 'problem')}, so nothing of this would be imported. Mend what is named above, and check again.`,
    );
  }
  for (const sentence of outline.lines()) say(sentence);
  say('This can be imported.');
}
