/** The interface of what a learn block draws over the picture of a sample, in ratios of the picture. */
import type { ReactNode } from 'react';
import type { LabelColours } from '../charts/label-colours';

/** The hovered or focused part of the picture, shared between the list and the picture. */
export interface Highlight {
  id: string | null;
  set: (id: string | null) => void;
}

/** A part of an overlay that can be hidden. */
export interface OverlayLayer {
  name: string;
  /** How its lines look. */
  sample?: ReactNode;
}

export interface OverlayProps {
  isShown: (layer: string) => boolean;
  colours: LabelColours;
  highlight: Highlight;
}

export interface PictureOverlay {
  layers: readonly OverlayLayer[];
  /** Whether it fills areas, and is therefore drawn below lines. */
  isFilled: boolean;
  /** SVG elements, with coordinates in percent. */
  draw: (props: OverlayProps) => ReactNode;
  /** What is left out, as a sentence. */
  note: string | null;
}

/** Parts may extend beyond the picture; further out than this nothing of them is visible. */
const farthest = 100;

/** A coordinate or length for SVG. */
export const percent = (ratio: number): string => `${Math.min(farthest, Math.max(-farthest, ratio)) * 100}%`;
