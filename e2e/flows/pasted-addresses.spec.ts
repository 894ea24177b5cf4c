/** Pasted URLs (truncated, escaped twice, mistyped): the page is shown, and says what it ignored. */
import { seededRandom } from '../made-runs';
import { givenSeed } from '../test-seed';
import { expect, test } from './second-look';

const seed = givenSeed ?? 11;
const random = seededRandom(seed);
const pick = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? '';

const right =
  'outcome=incorrect&labels=["1","7"]&minConfidence=0.2&sort=-confidence&search=digit&view=matrix&sample=3';

const names = [
  'outcome',
  'labels',
  'predictions',
  'minConfidence',
  'maxLength',
  'metadata',
  'minDate',
  'sort',
];
const texts = [
  '[',
  '{}',
  '%00',
  '%22',
  'NaN',
  '1e999',
  '<img src=x onerror=alert(1)>',
  '__proto__',
  '%E0%A4%A',
  '""',
];

/** One mangled query string. */
function mangled(): string {
  const cut = right.slice(0, Math.floor(random() * right.length));
  const at = Math.floor(random() * right.length);
  return pick([
    cut,
    encodeURIComponent(right),
    right.replaceAll('&', '&amp;'),
    `${right.slice(0, at)}${pick(texts)}${right.slice(at)}`,
    `${right}&${right}`,
    `${pick(names)}=${pick(texts)}&${pick(names)}=${pick(texts)}`,
    `${right}&${pick(texts)}=${pick(texts)}`,
    `${right}>.,`,
    right.toUpperCase(),
    `?${right}`,
    `cols=,${pick(texts)},&t.${pick(texts)}=${pick(texts)}&view=${pick(texts)}&window=${pick(texts)}`,
  ]);
}

/** Always included: each with the name that the notice must contain. */
const certain: [query: string, named: string][] = [
  ['maxId=1e21&minLenght=1', '"minLenght"'],
  ['labels=idle', '"labels"'],
  ['minConfidence=high', '"minConfidence"'],
  ['limit=1&limit=2', '"limit"'],
  ['cols=,', '"cols"'],
  ['cols=sample,lable,label', 'no column "lable"'],
  ['view=martix', 'no view "martix"'],
  ['matrix.odrer=name', 'no setting "matrix.odrer"'],
  ['view=matrix&order=size', '"order"'],
  ['view=matrix&view=samples', '"view"'],
  ['sample=-1', '"sample"'],
  ['metadata=[{"key":"a","op":"like"}]', '"metadata"'],
  ['__proto__=1', '"__proto__"'],
];

const notice = 'Part of the address was left out';

test(`mangled URLs, seed ${seed}`, async ({ page }) => {
  for (const [query, named] of certain) {
    await page.goto(`/2?${query}`);
    await expect(page.getByRole('main'), query).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: notice }), query).toContainText(named);
  }
  for (let turn = 0; turn < 32; turn++) {
    const query = mangled();
    await page.goto(`/2?${query}`);
    await expect(page.getByRole('main'), query).toBeVisible();
    await expect(page.getByRole('tab', { selected: true }), query).toBeVisible();
    await expect(page.getByText('could not be drawn'), query).toHaveCount(0);
  }
});

test('unknown paths still lead to a page', async ({ page }) => {
  for (const path of [
    '/999',
    '/2?variant=int4',
    '/2?run=nowhere',
    '/?labels=[',
    '/000000000000002',
    '/2#x',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('main').first(), path).toBeVisible();
    await expect(page.getByRole('main').first(), path).not.toBeEmpty();
  }
});
