/** Runs the command line as a separate process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { root } from './start-server';

export interface CommandEnd {
  code: number | null;
  output: string;
  errors: string;
}

/** The result of `second-look …`: its exit code and its output. */
export async function runCommand(args: readonly string[]): Promise<CommandEnd> {
  const command = spawn(process.execPath, ['src/server/start.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(command, 'close');
  const [output, errors] = await Promise.all([text(command.stdout), text(command.stderr)]);
  await ended;
  return { code: command.exitCode, output, errors };
}
