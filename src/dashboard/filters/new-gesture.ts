/** Names for gestures: all changes of one gesture are one step of the history. */

let count = 0;

/** A name that no gesture had before. */
export const newGesture = (): string => `filter ${(count += 1)}`;
