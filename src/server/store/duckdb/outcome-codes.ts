/** A sample's outcome in the lowest two bits of a code, so that one pass counts words and outcomes at once. */
import { outcomes } from '../../../contract/fields';

/** The outcomes by code: index 0, 1, 2. */
export const outcomeOrder = [
  'unknown',
  'correct',
  'incorrect',
] as const satisfies readonly (typeof outcomes)[number][];

export const outcomeCodes: ReadonlyMap<string, number> = new Map(
  outcomeOrder.map((outcome, code) => [outcome, code]),
);

/** How many codes an outcome takes; one more than there are, so that it is a shift. */
export const outcomeStride = 4;

export const withOutcome = (code: number, outcome: number): number => code * outcomeStride + outcome;
