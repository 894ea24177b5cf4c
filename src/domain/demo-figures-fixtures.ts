/** Expected figures of the demo projects, computed independently from their records; used by several tests. */

export const digits = ['2', '4', '7', '8'];

/**
 * Digits in scenes: one row per expected label, then "nothing there"; one column per predicted label, then
 * "missed".
 */
export const sceneFigures = [
  {
    variant: 'int8',
    matrix: [
      [157, 4, 7, 19, 79],
      [10, 172, 3, 8, 75],
      [10, 5, 160, 8, 80],
      [16, 4, 0, 174, 66],
      [70, 22, 17, 22, 0],
    ],
    surplus: [4, 1, 0, 1],
  },
  {
    variant: 'float32',
    matrix: [
      [156, 4, 7, 18, 81],
      [9, 172, 2, 9, 76],
      [10, 5, 160, 9, 79],
      [17, 3, 0, 174, 66],
      [68, 24, 19, 22, 0],
    ],
    surplus: [5, 1, 0, 1],
  },
];
/** Ground-truth boxes by label. */
export const trueBoxes = [266, 268, 263, 260];
/** Pictures without ground-truth and predicted boxes, which are correct. */
export const emptyPictures = 42;
/** F1 over the boxes of `int8`, to three digits. */
export const boxF1 = 0.684;

/** Pedometer: correct windows of those judged; precision of "not walking"; samples without an uncertain window. */
export const windowFigures = [
  { variant: 'float32', right: 919, judged: 1044, precision: { hits: 516, said: 550 }, decided: 94 },
  { variant: 'int8', right: 921, judged: 1044, precision: { hits: 517, said: 551 }, decided: 93 },
];
