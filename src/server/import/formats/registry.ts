/** All formats of imported files; the first one that fits is used. */
import type { ImportFormat } from './import-format';
import { lines } from './lines';
import { pages } from './pages';

export const formats = { lines, pages } satisfies Record<string, ImportFormat>;

export type SourceFormat = keyof typeof formats;
