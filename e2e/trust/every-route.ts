/** Every route of the server: all endpoints of the contract, the pages, and a file of the built dashboard. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '../../src/contract/endpoints/endpoints';
import type { Endpoint } from '../../src/contract/endpoints/endpoint';
import { root } from '../start-server';
import type { RawRequest } from './raw-socket';

const pages = ['/', '/1', '/docs', '/docs.css', '/openapi.json', '/login.html', '/login.js', '/nothing-here'];

const assets = () =>
  readdirSync(join(root, 'dist/dashboard/assets'))
    .slice(0, 3)
    .map((name) => `/assets/${name}`);

const filled = (path: string) =>
  path
    .replace('{projectId}', '1')
    .replace('{sampleId}', '1')
    .replace('{importId}', randomUUID())
    .replace('{run}', 'no-such-run');

const all: readonly Endpoint[] = Object.values(endpoints);

/** The paths that can be read. */
export const readPaths = (): string[] => [
  ...pages,
  ...assets(),
  ...all.filter(({ method }) => method === 'get').map(({ path }) => filled(path)),
];

/** The requests that would change something, each with a body of the right type. */
export const writes = (): (RawRequest & { method: string })[] =>
  all
    .filter(({ method }) => method !== 'get')
    .map(({ method, path, body }) => ({
      method: method.toUpperCase(),
      target: filled(path),
      ...(body === undefined ? {} : { body: '{"token":"x"}' }),
    }));
