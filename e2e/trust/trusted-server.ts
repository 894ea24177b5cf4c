/** A real server among canaries, in files around its folders and in its environment; its output is kept. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { root } from '../start-server';
import { canariesIn, keyCanary, outsideCanary } from './canaries';
import { send, type RawAnswer, type RawRequest } from './raw-socket';

/** The first bytes of a PNG, enough to be served as one. */
export const pngBytes = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** A picture that contains a text by which it can be recognised. */
export const pictureOf = (text: string) => Buffer.concat([pngBytes, Buffer.from(text)]);

export interface TrustedServer {
  port: number;
  pid: number;
  /** Contains the folders `data`, `media` and `media-private`, and the canaries next to them. */
  place: string;
  dataFolder: string;
  mediaFolder: string;
  /** The key of the data folder at this start. */
  folderKey: () => string;
  /** Everything that it has printed. */
  printed: () => string;
  ask: (request: RawRequest | string) => Promise<RawAnswer>;
  /** Resolves once its process has exited for any reason. */
  ended: Promise<unknown>;
  /** Stops it; its folders stay for another start in the same place. */
  halt: () => Promise<void>;
  /** Stops it, deletes its folders, and searches its output. */
  stop: () => Promise<void>;
}

export interface TrustedOptions {
  args?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** The place of an earlier server. */
  place?: string;
}

/** A new place with canaries at every way out of a folder. */
export function makePlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'second-look-trust-'));
  for (const folder of ['data', 'media', 'media-private']) mkdirSync(join(place, folder), { mode: 0o700 });
  const picture = pictureOf(outsideCanary);
  for (const name of ['canary', 'canary.png', 'media-private/s.png', 'media-private/canary.png'])
    writeFileSync(join(place, name), picture);
  writeFileSync(join(place, 'canary.json'), JSON.stringify({ payload: outsideCanary }));
  writeFileSync(join(place, '.env'), `KEY=${outsideCanary}`);
  writeFileSync(join(place, 'media', 's.png'), pictureOf('fine'));
  return place;
}

/** Deletes a place with its contents. */
export const removePlace = (place: string): Promise<void> => rm(place, { recursive: true, force: true });

const serverFile = z.object({ key: z.string() });

/** Starts a server and waits until it is ready. */
export async function startTrusted(options: TrustedOptions = {}): Promise<TrustedServer> {
  const place = options.place ?? makePlace();
  const dataFolder = join(place, 'data');
  const server = spawn(
    process.execPath,
    [
      'src/server/start.mjs',
      'serve',
      '--port',
      '0',
      '--no-demo',
      '--data',
      dataFolder,
      ...(options.args ?? []),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SECOND_LOOK_API_KEY: keyCanary, EI_API_KEY: keyCanary, ...options.environment },
    },
  );
  const ended = once(server, 'close');
  const pieces: Buffer[] = [];
  const printed = () => Buffer.concat(pieces).toString('utf8');
  server.stderr.on('data', (piece: Buffer) => void pieces.push(piece));
  const port = await new Promise<number>((resolve, reject) => {
    server.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece);
      const found = /Second Look is at http:\S+:(\d+)\//.exec(printed())?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    server.on('exit', () => reject(new Error(`The server ended before it was ready: ${printed()}`)));
  });
  const halt = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    await ended;
  };
  return {
    port,
    pid: server.pid ?? 0,
    place,
    dataFolder,
    mediaFolder: join(place, 'media'),
    folderKey: () => serverFile.parse(JSON.parse(readFileSync(join(dataFolder, 'server.json'), 'utf8'))).key,
    printed,
    ended,
    ask: (request) => send(port, typeof request === 'string' ? { target: request } : request),
    halt,
    stop: async () => {
      await halt();
      await removePlace(place);
      expect(canariesIn(Buffer.concat(pieces))).toEqual([]);
    },
  };
}

export interface TrustedImport {
  project?: number;
  /** The bytes of the file. */
  content: string | Uint8Array;
  fileName?: string;
  /** More parameters of the upload. */
  parameters?: Readonly<Record<string, string>>;
  headers?: readonly string[];
}

/** The request that uploads one file as a run. */
export function importRequest({ project = 1, content, ...rest }: TrustedImport): RawRequest {
  const { fileName = 'run.jsonl', parameters = {}, headers = [] } = rest;
  const body = Buffer.from(content);
  const query = new URLSearchParams({
    importId: randomUUID(),
    files: JSON.stringify([{ name: fileName, size: body.length }]),
    ...parameters,
  });
  return {
    method: 'POST',
    target: `/v1/api/${project}/second-look/import?${query.toString()}`,
    headers: ['Content-Type: application/octet-stream', ...headers],
    body,
  };
}

/** A line of a run: a sample with these fields and a correct prediction. */
export const sampleLine = (sampleId: number, sample: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    result: { sampleId, sample: { id: sampleId, label: 'fine', ...sample }, classifications: [] },
    predictions: [{ sampleId, startMs: 0, endMs: 1000, prediction: 'fine', predictionCorrect: true }],
  });

/** Imports samples as a run with the server's media folder, through the command line. */
export async function importSamples(
  server: TrustedServer,
  lines: readonly string[],
  options: { project?: number; media?: string; headers?: readonly string[] } = {},
): Promise<void> {
  const { project = 1, media = server.mediaFolder } = options;
  const headers = [`x-second-look-key: ${server.folderKey()}`, ...(options.headers ?? [])];
  const answer = await server.ask(
    importRequest({ project, content: lines.join('\n'), parameters: { media }, headers }),
  );
  expect(answer.status, answer.text).toBe(200);
}

/** All data of the server, as texts: a case that must change nothing compares it before and after. */
export async function contentOf(server: TrustedServer, headers: readonly string[] = []): Promise<string[]> {
  const ask = async (target: string) => (await server.ask({ target, headers })).text;
  const all = await ask('/v1/api/projects');
  const { projects } = z.object({ projects: z.array(z.object({ id: z.int() })) }).parse(JSON.parse(all));
  const texts = [all];
  for (const { id } of projects) {
    texts.push(await ask(`/v1/api/${id}/second-look/project`));
    texts.push(await ask(`/v1/api/${id}/classify/all/result/page?limit=10000`));
  }
  return texts;
}
