/** The glyphs of outcomes, so that colour is never the only difference. */
export const outcomeGlyphs = { incorrect: '✕', correct: '✓', unknown: '?' } as const;
export const outcomeWords = { incorrect: 'Incorrect', correct: 'Correct', unknown: 'Unknown' } as const;
export const isOutcome = (value: string | null): value is keyof typeof outcomeGlyphs =>
  value !== null && Object.hasOwn(outcomeGlyphs, value);
