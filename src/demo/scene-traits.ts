/** Describes a scene in words that group samples into slices; everything is known from how it was painted. */
import type { Scene } from './scene-painting';

export function sceneTraits({ photo, roughness, digits }: Scene): Record<string, string> {
  const about = { photo, digits: String(digits.length), background: backgroundOf(roughness) };
  if (digits.length === 0) return about;
  return {
    ...about,
    smallest_digit: heightOf(Math.min(...digits.map(({ box }) => box.height))),
    lowest_contrast: contrastOf(Math.min(...digits.map((digit) => digit.contrast))),
    largest_turn: turnOf(Math.max(...digits.map((digit) => Math.abs(digit.turn)))),
  };
}

/** Standard deviation of brightness over the crop, of 255. */
const backgroundOf = (roughness: number): string =>
  roughness < 15 ? 'calm' : roughness < 45 ? 'uneven' : 'busy';

/** In pixels of the picture, which is 192 high. */
const heightOf = (pixels: number): string =>
  pixels < 28 ? 'under 28 px' : pixels < 36 ? '28 to 35 px' : pixels < 44 ? '36 to 43 px' : '44 px and more';

const contrastOf = (contrast: number): string => (contrast < 60 ? 'low' : contrast < 90 ? 'medium' : 'high');

const turnOf = (degrees: number): string =>
  degrees < 5 ? 'under 5°' : degrees < 10 ? '5° to 10°' : '10° and more';
