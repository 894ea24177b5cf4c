/** A label's colour, the same everywhere, from a palette suitable for colour blindness. */
import { anomalyWords, uncertainWord } from '../../domain/outcome-rules';

// Okabe and Ito (2008), ordered so that the first colours differ most; black and pale yellow are omitted because
// they are hardly visible in one of the two themes. Six more, similar to Tol's muted set, follow for longer lists.
const palette = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#7A6FD0',
  '#8C8C3C',
  '#B5446E',
  '#3FA7A0',
  '#A6761D',
  '#9C8ADE',
] as const;

/** The words for the absence of a class are always grey. */
const greys = new Set([uncertainWord, 'unknown', '-', '']);
const grey = '#8A93A0';
const anomalyColour = '#C2410C';

export type LabelColours = (label: string | null) => string;

/** Colours for a run's labels, by their position in the list, which must not depend on the filters. */
export function labelColours(labels: readonly string[]): LabelColours {
  const all = new Set(labels);
  // "cat, dog" in addition to "cat" and "dog" is the list of a picture's boxes, and needs no colour.
  const isList = (label: string) => label.includes(', ') && label.split(', ').every((part) => all.has(part));
  const coloured = labels.filter(
    (label) => !greys.has(label) && label !== anomalyWords.anomaly && !isList(label),
  );
  const places = new Map(coloured.map((label, index) => [label, index]));
  return (label) => {
    if (label === null || greys.has(label)) return grey;
    if (label === anomalyWords.anomaly) return anomalyColour;
    return palette[(places.get(label) ?? sum(label)) % palette.length] ?? grey;
  };
}

const sum = (text: string) =>
  [...text].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
