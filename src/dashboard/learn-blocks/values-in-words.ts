/** Values of models in words. */

/** A value with as many digits as tell something. */
export const formatValue = (value: number): string => String(Number(value.toPrecision(4)));
