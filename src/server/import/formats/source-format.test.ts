/** The format of a file: by the beginning of its first object, otherwise by the file's name. */
import { expect, test } from 'vitest';
import { findFormat } from './source-format';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const formatOf = async (name: string, text: string) => (await findFormat(name, bytesOf(text))).format;

const result = '{"sampleId":1,"sample":{"id":1},"classifications":[]}';

test.each([
  ['lines', 'x.jsonl', `{"result":${result},"predictions":[]}`],
  ['lines', 'x.jsonl', `{"predictions":[{"sampleId":1}],"result":${result}}`],
  ['lines', 'x.jsonl', `{"note":"ours","result":${result}}`],
  ['lines', 'x.json', `{"result":${result}}`],
  ['pages', 'x.json', `{"success":true,"result":[${result}]}`],
  ['pages', 'x.jsonl', `{"success":true,"result":[${result}]}`],
  ['pages', 'x.json', `{"note":"ours","result":[${result}]}`],
  ['pages', 'x.json', `{"page":{"success":true,"result":[]},"result":{"success":true}}`],
  ['pages', 'x.json', `{"result":{"success":true},"page":{"success":true,"result":[]}}`],
  ['pages', 'x.jsonl', `{"page":{"success":true,"result":[]}}`],
])('%s: %s with %s', async (format, name, text) => {
  expect(await formatOf(name, text)).toBe(format);
});
