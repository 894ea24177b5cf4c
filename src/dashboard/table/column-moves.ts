/** Where columns go: dragged onto another, a step in the menu, shown again; and where the arrow keys go among their heads. */

/** The ids with one of them moved to the place of another. */
export function movedTo(ids: readonly string[], id: string, target: string): string[] {
  const rest = ids.filter((other) => other !== id);
  const place = ids.indexOf(target);
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** The ids with the one at `index` a step further; as they are where there is no further place. */
export function movedBy(ids: readonly string[], index: number, step: 1 | -1): string[] {
  const target = ids[index + step];
  const id = ids[index];
  return target === undefined || id === undefined ? [...ids] : movedTo(ids, id, target);
}

/** A list that keeps its places while columns come and go: where one that is shown stood, one that is shown stands. */
export function keptPlaces(places: readonly string[], shown: readonly string[]): string[] {
  const isShown = new Set(shown);
  const known = new Set(places);
  const next = shown.filter((id) => known.has(id)).values();
  return [
    ...places.map((id) => (isShown.has(id) ? (next.next().value ?? id) : id)),
    ...shown.filter((id) => !known.has(id)),
  ];
}

/** The index of the head that a key goes to; `undefined` for keys that go nowhere. */
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
