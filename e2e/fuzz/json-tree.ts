/** A JSON text as a tree that keeps what parsing loses: the notation of numbers, and duplicate names. */

/** A leaf is its own text; a member of an object has its name as written, with quotes. */
export type JsonNode =
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: JsonNode[] }
  | { kind: 'object'; members: [name: string, value: JsonNode][] };

export const leaf = (text: string): JsonNode => ({ kind: 'text', text });

/** The tree of a parsed value. */
export function treeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return leaf(JSON.stringify(value) ?? 'null');
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return {
    kind: 'object',
    members: members.map(([name, inner]): [string, JsonNode] => [JSON.stringify(name), treeOf(inner)]),
  };
}

export function textOf(node: JsonNode): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'list') return `[${node.items.map(textOf).join()}]`;
  return `{${node.members.map(([name, value]) => `${name}:${textOf(value)}`).join()}}`;
}

/** The value of a plain name, the last one if it occurs twice. */
export function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  return node.members.findLast(([written]) => written === JSON.stringify(name))?.[1];
}

/** The number of changes that `changedAt` can make: one for each member and item, at any depth. */
export function sizeOf(node: JsonNode): number {
  if (node.kind === 'text') return 0;
  const inner = node.kind === 'list' ? node.items : node.members.map(([, value]) => value);
  return inner.reduce((sum, value) => sum + 1 + sizeOf(value), 0);
}

export type Change =
  | { how: 'replace'; by: string }
  | { how: 'drop' }
  | { how: 'double' }
  | { how: 'rename'; to: string }
  | { how: 'wrap' };

type Place = { name: string | undefined; value: JsonNode };

function changedPlaces({ name, value }: Place, change: Change): Place[] {
  switch (change.how) {
    case 'replace':
      return [{ name, value: leaf(change.by) }];
    case 'drop':
      return [];
    case 'double':
      return [
        { name, value },
        { name, value },
      ];
    case 'rename':
      return [{ name: name === undefined ? name : JSON.stringify(change.to), value }];
    case 'wrap':
      return [{ name, value: { kind: 'list', items: [value] } }];
  }
}

/** The tree with its `at`-th member or item changed. */
export function changedAt(node: JsonNode, at: number, change: Change): JsonNode {
  if (node.kind === 'text') return node;
  const places: Place[] =
    node.kind === 'list'
      ? node.items.map((value) => ({ name: undefined, value }))
      : node.members.map(([name, value]) => ({ name, value }));
  let seen = 0;
  const after = places.flatMap((place): Place[] => {
    const here = seen;
    seen += 1 + sizeOf(place.value);
    if (at === here) return changedPlaces(place, change);
    return at > here && at < seen
      ? [{ ...place, value: changedAt(place.value, at - here - 1, change) }]
      : [place];
  });
  return node.kind === 'list'
    ? { kind: 'list', items: after.map(({ value }) => value) }
    : { kind: 'object', members: after.map(({ name, value }): [string, JsonNode] => [name ?? '""', value]) };
}
