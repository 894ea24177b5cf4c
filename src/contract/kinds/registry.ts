/** The registry of all kinds; a kind without an entry does not compile. */
import { choice } from './choice';
import { date } from './date';
import { flag } from './flag';
import type { Kind, KindName } from './kind';
import { metadata } from './metadata';
import { range } from './range';
import { text } from './text';

export const kinds: { [Name in KindName]: Kind<Name> } = { range, date, choice, text, flag, metadata };
