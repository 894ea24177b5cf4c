/** The DuckDB store passes the conformance suite and agrees with the plain loop on random samples and queries. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeAgreement } from '../conformance/store-agreement';
import { describeStore } from '../conformance/store-conformance';
import { openDuckdbStore } from './duckdb-store';

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'second-look-'));
  const store = await openDuckdbStore(folder, { report: () => {} });
  return { store, remove: () => rm(folder, { recursive: true }) };
}

describeStore('DuckDB store', open);
describeAgreement('DuckDB store', open);
