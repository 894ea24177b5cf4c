/** The product as a process whose disk can be made to fail, and that can be killed at any disk operation. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CommandEnd } from '../run-command';
import { root } from '../start-server';

const preload = fileURLToPath(new URL('faulty-disk.mjs', import.meta.url));
const command = join(root, 'dist/server/cli.js');

export type FailureCode = 'ENOSPC' | 'EDQUOT' | 'EIO' | 'EMFILE' | 'EACCES' | 'EPERM' | 'EROFS';

/** How the disk behaves within a folder from now on; operations are counted from one. */
export type DiskPlan =
  | { kind: 'count'; folder: string }
  | { kind: 'short'; folder: string }
  | { kind: 'kill'; folder: string; at: number }
  | { kind: 'trace'; folder: string; to: string }
  | { kind: 'fail'; folder: string; at: number; code: FailureCode; lasting: boolean };

const countedSchema = z.object({ count: z.int(), hits: z.int() });
export type Counted = z.infer<typeof countedSchema>;

export interface FaultyServer {
  address: string;
  pid: number;
  errors: () => string;
  /** Sets a new plan for the disk; returns the number of operations under the previous one, and how many failed. */
  plan: (plan: DiskPlan) => Promise<Counted>;
  /** Writes a mark into the trace. */
  mark: (text: string) => Promise<void>;
  kill: () => Promise<void>;
  /** Resolves once it has exited for any reason. */
  ended: Promise<unknown>;
}

const children = new Set<ChildProcess>();

/** Kills the processes that a failed test left running. */
export function killAll(): void {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
}

export interface StartOptions {
  plan?: DiskPlan;
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
}

function start(args: readonly string[], { plan, env }: StartOptions, withChannel: boolean): ChildProcess {
  const child = spawn(process.execPath, ['--import', preload, command, ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      ...(plan === undefined ? {} : { SECOND_LOOK_FAULT_PLAN: JSON.stringify(plan) }),
    },
    stdio: withChannel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

/** The result of a command; if it was killed, its code is `null`. */
export async function runFaulty(args: readonly string[], options: StartOptions = {}): Promise<CommandEnd> {
  const child = start(args, options, false);
  const ended = once(child, 'close');
  if (child.stdout === null || child.stderr === null) throw new Error('The command has no streams.');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, output, errors };
}

async function ask(child: ChildProcess, message: DiskPlan | { mark: string }): Promise<Counted> {
  const answer = once(child, 'message');
  child.send(message);
  const [counted]: unknown[] = await answer;
  return countedSchema.parse(counted);
}

/** A server on the folder once it is ready; `undefined` if it exited before. */
export async function startFaultyServer(
  folder: string,
  options: StartOptions = {},
): Promise<FaultyServer | undefined> {
  const args = ['serve', '--no-demo', '--port', '0', '--data', folder, ...(options.args ?? [])];
  const child = start(args, options, true);
  const ended = once(child, 'close');
  let output = '';
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => void (errors += part));
  const address = await new Promise<string | undefined>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      output += part;
      const found = /Second Look is at (http:\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => resolve(undefined));
  });
  if (address === undefined || child.pid === undefined) return undefined;
  return {
    address,
    pid: child.pid,
    errors: () => errors,
    plan: (plan) => ask(child, plan),
    mark: async (mark) => void (await ask(child, { mark })),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

/** A server that must start successfully. */
export async function serverOn(folder: string, options: StartOptions = {}): Promise<FaultyServer> {
  const server = await startFaultyServer(folder, options);
  if (server === undefined) throw new Error(`The server did not start on ${folder}.`);
  return server;
}
