/** The number of points of a signal that the panel requests. */

/** Twice the panel's width in pixels on a high-resolution screen: each bucket has a minimum and a maximum. */
export const panelPoints = 1600;
