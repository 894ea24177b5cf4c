/** The words that a verdict is described by, as filters take them. */

export const verdictResults = ['correct', 'incorrect', 'unknown'] as const;
export type VerdictResult = (typeof verdictResults)[number];

/** The kinds of an incorrect verdict. */
export const errorKinds = ['confused', 'uncertain', 'anomaly', 'missed', 'false', 'outside'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** `surplus`: a further FOMO prediction of a truth that has its pair already; it is correct. */
export const verdictKinds = [...errorKinds, 'surplus'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** A result stands for all of its kinds. */
export const verdictWords = [...verdictResults, ...verdictKinds] as const;

/** What is wrong with a false or confused box, by TIDE's order of tests (arXiv:2008.08115, section 2.2). */
export const boxErrors = ['class', 'localisation', 'both', 'duplicate', 'background'] as const;
export type BoxError = (typeof boxErrors)[number];
