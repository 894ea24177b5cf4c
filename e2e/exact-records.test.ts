/** A record is returned as it was imported, byte for byte: unknown fields, unusual numbers and keys included. */
import { gzipSync } from 'node:zlib';
import { EdgeImpulseApi } from 'edge-impulse-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { get, upload } from './api-door';
import { madeRun } from './made-runs';
import { startServer, type RunningServer } from './start-server';

/** Texts that parsing and printing would change. */
const oddities = String.raw`"numbers":[0.30000000000000004,1e21,1E+2,-0,1.0,12345678901234567890,0.1e-7],
  "texts":["\u00e9 and é","\ud83d\ude00","\/","tab\there","","</script>","\u2028"],
  "__proto__":{"polluted":true}, "constructor": null , "nothing":null,"empty":{ },"list":[ ],
  "deep":[[[[{"a":[null,true,false]}]]]],"10":"first","2":"second"`;

const resultText = (id: number) => `{"somethingNew": {${oddities}},
  "sampleId":${id} ,"sample":{"id":${id},"label":"idle","filename":"odd.${id}","metadata":{"__proto__":"own","hasOwnProperty":"x"},${oddities}},
  "classifications":[ {"learnBlock":{"id":1,"type":"keras","name":"NN","title":"NN","dsp":[1]},"result":[{"idle":0.30000000000000004, "__proto__":1e-1}],
    "thresholds":[],"minimumConfidenceRating":6e-1,"expectedLabels":[],"intervalMs":1000,"frequencyHz":1,"resultCount":1,${oddities}}]}`;
const predictionText = (id: number, window: number) =>
  `{ "sampleId" : ${id}, "startMs":${window}e3,"endMs":${window + 1}000.0,"prediction":"idle","predictionCorrect":true,${oddities} }`;

const ids = [11, 3, 7];
const pageText = `{"success":true, "unknownBefore":[1,2],
 "result":[ ${ids.map(resultText).join(' ,\n')} ],
 "predictions":[${ids.flatMap((id) => [predictionText(id, 0), predictionText(id, 1)]).join(',')}],"totalCount":3,"unknownAfter":{"result":[]}}`;
const lineText = (id: number) =>
  `{"result": ${resultText(id).replaceAll('\n', ' ')}, "predictions": [${predictionText(id, 0).replaceAll('\n', ' ')}, ${predictionText(id, 1).replaceAll('\n', ' ')}]}`;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--no-demo']);
});
afterAll(() => server.stop());

const forms = [
  { form: 'a page', project: 21, name: 'page.json', content: pageText, isOneLine: false },
  {
    form: 'a gzipped page',
    project: 22,
    name: 'page.json.gz',
    content: gzipSync(pageText),
    isOneLine: false,
  },
  {
    form: 'page and result of one object',
    project: 23,
    name: 'both.json',
    content: `{"result":{"success":true,"result":[]},"page":${pageText}}`,
    isOneLine: false,
  },
  {
    form: 'JSON Lines',
    project: 24,
    name: 'lines.jsonl',
    content: `\n${ids.map(lineText).join('\r\n')}\n\n`,
    isOneLine: true,
  },
];

describe.each(forms)('$form', ({ project, name, content, isOneLine }) => {
  test('every record is in the page as in the file', async () => {
    const imported = await upload(server.address, project, [{ name, content }]);
    expect(imported.status, imported.text).toBe(200);
    const { text, status } = await get(server.address, `/v1/api/${project}/classify/all/result/page`);
    expect(status).toBe(200);
    const asSent = (record: string) => (isOneLine ? record.replaceAll('\n', ' ') : record);
    const places = [3, 7, 11].flatMap((id) => [text.indexOf(asSent(resultText(id)))]);
    const predictionPlaces = [3, 7, 11].flatMap((id) =>
      [0, 1].map((window) => text.indexOf(asSent(predictionText(id, window)))),
    );
    expect(places, 'the results, by id').toEqual([...places].sort((a, b) => a - b));
    expect(predictionPlaces, 'the predictions, by id').toEqual([...predictionPlaces].sort((a, b) => a - b));
    expect(Math.min(...places, ...predictionPlaces)).toBeGreaterThan(0);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test('a single sample is equally exact', async () => {
    const { text } = await get(server.address, `/v1/api/${project}/second-look/samples/7`);
    const record = isOneLine ? resultText(7).replaceAll('\n', ' ') : resultText(7);
    expect(text).toContain(record);
  });
});

test('the official client reads such a record without changing a prototype', async () => {
  const api = new EdgeImpulseApi({ endpoint: server.address });
  const page = await api.classify.getClassifyJobResultPage(21, { minId: 7, maxId: 8 });
  expect(page.result.map(({ sampleId }) => sampleId)).toEqual([7]);
  expect('polluted' in {}).toBe(false);
});

test('a generated run is returned equal, value for value, in every page', async () => {
  const entries = madeRun(5, 200);
  const content = entries.map((entry) => JSON.stringify(entry)).join('\n');
  const imported = await upload(server.address, 30, [{ name: 'made.jsonl', content }]);
  expect(imported.status, imported.text).toBe(200);
  for (let offset = 0; offset < 200; offset += 50) {
    const { text } = await get(server.address, '/v1/api/30/classify/all/result/page', {
      limit: '50',
      offset: String(offset),
    });
    const page = entries.slice(offset, offset + 50);
    expect(JSON.parse(text)).toMatchObject({
      success: true,
      totalCount: 200,
      result: page.map(({ result }) => result),
      predictions: page.flatMap(({ predictions }) => predictions),
    });
    for (const { result } of page) expect(text).toContain(JSON.stringify(result));
  }
});
