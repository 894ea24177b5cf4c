/** Columns that were packed are counted and looked through as if each were alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCodes, countedRows } from './counts';
import { countsByMember, makePack, markNumbers, planPacks, type ColumnShape } from './packed-columns';
import { hasRow, noRows, addRow } from './row-bits';
import { markedRows } from './row-scans';

const anyCode = fc.integer({ min: 0, max: 1_000_000 });
const anySample = fc.record({
  outcome: fc.integer({ min: 0, max: 2 }),
  codes: fc.array(anyCode, { minLength: 6, maxLength: 6 }),
  isIn: fc.boolean(),
});
const anyShapes = fc.array(
  fc.record({ most: fc.integer({ min: 0, max: 20 }), family: fc.constantFrom('one', 'other') }),
  { minLength: 1, maxLength: 6 },
);

test('every column of every pack', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyShapes,
      fc.array(anySample, { maxLength: 150 }),
      fc.integer({ min: 4, max: 3000 }),
      fc.array(anyCode, { maxLength: 8 }),
      async (shaped, samples, most, wantedCodes) => {
        const shapes: ColumnShape[] = shaped.map((shape, at) => ({ name: String(at), ...shape }));
        const codeOf = (at: number, sample: (typeof samples)[number]) =>
          (sample.codes[at] ?? 0) % ((shapes[at]?.most ?? 0) + 1);
        const plans = planPacks(shapes, most);
        const members = plans.flatMap((plan) => plan.members.map(({ name }) => name));
        expect(members.toSorted()).toEqual(shapes.map(({ name }) => name).toSorted());
        const bits = noRows(samples.length);
        samples.forEach(({ isIn }, row) => {
          if (isIn) addRow(bits, row);
        });

        for (const plan of plans) {
          const pack = await makePack(plan, samples.length, (name) =>
            Promise.resolve(samples.map((sample) => codeOf(Number(name), sample) * 4 + sample.outcome)),
          );
          const counted = countedRows(bits, samples.length, (rows) => new Uint32Array(rows));
          const counts = countsByMember(pack, countCodes(pack.codes, pack.all, counted, pack.counts));
          for (const { name, stride, size } of plan.members) {
            const at = Number(name);
            const expected = Array.from({ length: size * 4 }, () => 0);
            for (const sample of samples) {
              const place = codeOf(at, sample) * 4 + sample.outcome;
              if (sample.isIn) expected[place] = (expected[place] ?? 0) + 1;
            }
            expect([...(counts.get(name) ?? [])]).toEqual(expected);

            const wanted = Uint8Array.from({ length: size }, (_code, code) =>
              wantedCodes.some((one) => one % size === code) ? 1 : 0,
            );
            const marks = new Uint8Array(pack.end);
            markNumbers({ pack, stride, size }, wanted, marks);
            const found = markedRows(pack.codes, marks);
            samples.forEach((sample, row) => {
              expect(hasRow(found, row)).toBe(wanted[codeOf(at, sample)] === 1);
            });
          }
        }
      },
    ),
  );
});
