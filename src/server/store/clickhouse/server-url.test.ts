/** Which addresses of a ClickHouse server are accepted, and what is said about the others. */
import { expect, test } from 'vitest';
import { passwordVariable, readServerUrl } from './server-url';

test.each([
  ['clickhouse://me@host:9123/looks', 'http://host:9123', 'me'],
  ['clickhouse://host/looks', 'http://host:8123', 'default'],
  ['clickhouses://m%40e@host/looks', 'https://host:8443', 'm@e'],
  ['clickhouse://me@[::1]:8123/looks', 'http://[::1]:8123', 'me'],
])('%s is accepted', (address, url, user) => {
  expect(readServerUrl(address, 'secret')).toEqual({ url, user, password: 'secret', database: 'looks' });
});

test.each([
  ['clickhouse://me:hunter2@host/looks', passwordVariable],
  ['http://me@host/looks', 'expected clickhouse://'],
  ['clickhouse:///looks', 'expected clickhouse://'],
  ['looks', 'expected clickhouse://'],
  ['clickhouse://%ff@host/looks', 'expected clickhouse://'],
  ['clickhouse://host', 'name of a database'],
  ['clickhouse://host/a/b', 'name of a database'],
  ['clickhouse://host/1a', 'name of a database'],
  ['clickhouse://host/a"; DROP DATABASE b', 'name of a database'],
  ['clickhouse://host/a?password=hunter2', 'name of a database'],
])('%s is refused', (address, reason) => {
  const refusal = readServerUrl(address, undefined);
  expect(refusal).toEqual({ problem: expect.stringContaining(reason) });
  expect(JSON.stringify(refusal)).not.toContain('hunter2');
});
