/** How many points of a signal the panel asks for. */

/** Twice as many as the panel has pixels on a fine screen: a bucket's lowest and highest value. */
export const panelPoints = 1600;
