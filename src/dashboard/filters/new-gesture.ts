/** Names for gestures: all changes of one gesture are one history step. */

let count = 0;

/** A new, unique name. */
export const newGesture = (): string => `filter ${(count += 1)}`;
