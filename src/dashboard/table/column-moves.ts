/** Moving columns (by dragging, in the menu, when shown again), and moving the focus among their headers. */

/** The ids with one of them moved to the position of another. */
export function movedTo(ids: readonly string[], id: string, target: string): string[] {
  const rest = ids.filter((other) => other !== id);
  const place = ids.indexOf(target);
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** The ids with the one at `index` moved by a step; unchanged if there is no such position. */
export function movedBy(ids: readonly string[], index: number, step: 1 | -1): string[] {
  const target = ids[index + step];
  const id = ids[index];
  return target === undefined || id === undefined ? [...ids] : movedTo(ids, id, target);
}

/**
 * A list that keeps its order while columns are shown and hidden: positions of visible columns stay visible
 * columns.
 */
export function keptPlaces(places: readonly string[], shown: readonly string[]): string[] {
  const isShown = new Set(shown);
  const known = new Set(places);
  const next = shown.filter((id) => known.has(id)).values();
  return [
    ...places.map((id) => (isShown.has(id) ? (next.next().value ?? id) : id)),
    ...shown.filter((id) => !known.has(id)),
  ];
}

/** The index of the header that a key moves to; `undefined` for other keys. */
export function nextFocus(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
