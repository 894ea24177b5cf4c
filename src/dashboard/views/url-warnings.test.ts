/** A link with names that this version does not know shows what it can, and reports what was ignored. */
import { expect, test } from 'vitest';
import { readViewState } from '../../contract/view-state';
import { urlWarnings } from './url-warnings';

const messages = (search: string) =>
  urlWarnings(readViewState(new URLSearchParams(search), [])).map(({ message }) => message);

test('known names are not reported, nor a metadata key that this run may not have', () => {
  expect(messages('')).toEqual([]);
  expect(messages('view=samples&unit=verdicts&group=shoe')).toEqual([]);
  expect(messages('view=matrix&matrix.cells=count&cols=sample,label,preview,meta.site,meta.')).toEqual([]);
});

test('an unknown view, unknown columns and unknown settings are reported', () => {
  expect(messages('view=martix')).toEqual([
    '"view" must be one of samples, matrix; there is no view "martix"',
  ]);
  expect(messages('cols=label,lable')).toEqual([
    '"cols" must be a comma list of columns; there is no column "lable"',
  ]);
  expect(messages('view=x&cols=label,constructor,__proto__')).toEqual([
    '"view" must be one of samples, matrix; there is no view "x"',
    '"cols" must be a comma list of columns; there are no columns "constructor", "__proto__"',
  ]);
  expect(messages('matrix.colour=red')).toEqual(['there is no setting "matrix.colour"']);
  expect(messages('grid.size=big&matrix.Order=name')).toEqual([
    'there are no settings "grid.size", "matrix.Order"',
  ]);
});

test('values that a setting cannot have are reported under the name that the URL uses', () => {
  expect(messages('order=size&matrix.cells=')).toEqual([
    '"order" must be confusion or name',
    '"matrix.cells" must be count or share',
  ]);
  expect(messages('cols=,')).toEqual(['"cols" must be a comma list of columns']);
  expect(messages('cols=id,,label')).toEqual(['"cols" must be a comma list of columns']);
  expect(messages('cols=')).toEqual([]);
});

test('many and long names are shortened, and none reorders the words around it', () => {
  const [message] = messages(`cols=${'a'.repeat(80)},\u202eb,c,d,e,f,g`);
  expect(message).toBe(
    `"cols" must be a comma list of columns; there are no columns "${'a'.repeat(60)}", "\u2068\u202eb\u202c\u2069", "c", "d", "e" and 2 more`,
  );
});
