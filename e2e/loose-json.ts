/** Values out of JSON that nothing is known of, for oracles that share no code with the product. */

export type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
export const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
export const textsOf = (values: unknown[]) => values.filter((value) => typeof value === 'string');
export const numbersOf = (values: unknown[]) => values.filter((value) => typeof value === 'number');
export const lowest = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
export const highest = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
