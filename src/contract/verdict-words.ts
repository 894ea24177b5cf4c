/** The words that describe a verdict, as filters accept them. */

export const verdictResults = ['correct', 'incorrect', 'unknown'] as const;
export type VerdictResult = (typeof verdictResults)[number];

/** The kinds of an incorrect verdict. */
export const errorKinds = ['confused', 'uncertain', 'anomaly', 'missed', 'false', 'outside'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** `surplus`: a further FOMO prediction for an object that is already matched; it is correct. */
export const verdictKinds = [...errorKinds, 'surplus'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** A result includes all of its kinds. */
export const verdictWords = [...verdictResults, ...verdictKinds] as const;

/** What is wrong with a false or confused box, in the order of TIDE's tests (arXiv:2008.08115, section 2.2). */
export const boxErrors = ['class', 'localisation', 'both', 'duplicate', 'background'] as const;
export type BoxError = (typeof boxErrors)[number];
