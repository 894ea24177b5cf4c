/** Paths of URLs, however they are constructed, lead to our own files, or to nothing. */
import { describe, expect, test } from 'vitest';
import { sendAll } from './raw-socket';
import { serverForAll } from './server-for-all';

const server = serverForAll();

const tricks = [
  '../',
  '..\\',
  '%2e%2e/',
  '..%2f',
  '%2e%2e%2f',
  '%252e%252e%252f',
  '%c0%ae%c0%ae/',
  '%ef%bc%8e%ef%bc%8e/',
  '....//',
  '..;/',
  '%2e%2e%5c',
  '/..%00/',
  '.%0d./',
  './/../',
];
const targets = [
  'canary',
  'canary.png',
  'etc/passwd',
  'data/server.json',
  '.env',
  'package.json',
  'media-private/s.png',
];
const suffixes = ['', '?raw??', '?import', '?inline&import', '#x', '/.', '%00.png', '.svg', '?.svg'];
const roots = [
  '/',
  '/assets/',
  '/v1/api/1/raw-data/',
  '/v1/api/1/raw-data/1/',
  '/v1/api/1/second-look/',
  '/docs',
];

/** All ways out of all folders; each once, whichever part of the matrix it belongs to. */
function matrix(): string[] {
  const ways = tricks.flatMap((trick) => [1, 2, 3, 5, 8].map((depth) => trick.repeat(depth)));
  const all = ways.flatMap((way, at) =>
    targets.flatMap((target, by) =>
      suffixes
        .filter((_, index) => (index + at + by) % 3 === 0)
        .map((suffix, index) => `${roots[(at + by + index) % roots.length]}${way}${target}${suffix}`),
    ),
  );
  return [...new Set(all)];
}

test('a foreign path is answered like one that does not exist', async () => {
  const paths = matrix();
  expect(paths.length).toBeGreaterThan(1400);
  const missing = await server.ask('/nothing-here');
  for (const [index, answer] of (
    await sendAll(
      server.port,
      paths.map((target) => ({ target })),
    )
  ).entries()) {
    const path = paths[index] ?? '';
    // A fragment is not part of a request target: the path before it may exist.
    if (answer.status === 200) expect(path.split('#')[0]).toMatch(/^\/$/);
    else expect([400, 404], `${path}: ${answer.head}`).toContain(answer.status);
    if (answer.status === 404 && /^\/(assets|\.)/.test(path)) expect(answer.text).toBe(missing.text);
    expect(answer.head, path).not.toMatch(/^location:/im);
  }
});

describe.each([
  [
    'Vite CVE-2025-30208, CVE-2025-31125, CVE-2025-31486: a suffix that one reader drops',
    [
      '/@fs/etc/passwd?raw??',
      '/@fs/etc/passwd?import&raw??',
      '/etc/passwd?inline&import',
      '/etc/passwd?.svg?.wasm?init',
      '/assets/../../../package.json?raw??',
    ],
  ],
  [
    'Vite CVE-2025-32395: a fragment in the raw target',
    ['/#/../../../etc/passwd', '/@fs/x#/../../../../etc/passwd', '/assets/#/../../../package.json'],
  ],
  [
    'Grafana CVE-2021-43798: a folder of an add-on',
    ['/public/plugins/alertlist/../../../../../../etc/passwd', '/assets/x/../../../../../../../etc/passwd'],
  ],
  [
    'TensorBoard #3134: escaped dots',
    [
      '/data/plugin/projector/%2e%2e/%2e%2e/etc/passwd',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/%2E%2E%2F%2E%2E%2Fpackage.json',
    ],
  ],
  [
    'MLflow CVE-2023-1177, CVE-2023-2356, CVE-2023-2780: a source, then with ../, then with \\..\\',
    [
      '/get-artifact?path=etc/passwd&source=/',
      '/v1/api/1/raw-data/1/raw?path=../canary',
      '/v1/api/1/raw-data/..\\..\\canary/image',
      '/v1/api/1/raw-data/%5C..%5C..%5Ccanary/raw',
    ],
  ],
  [
    'MLflow CVE-2026-2033: a handler of artifacts',
    ['/api/2.0/mlflow-artifacts/artifacts/..%2f..%2fetc%2fpasswd', '/v1/api/1/raw-data/..%2f..%2fcanary/raw'],
  ],
  [
    'Jupyter Server CVE-2026-35397, Starlette CVE-2023-29159: a folder beside ours that begins alike',
    [
      '/assets-private/x',
      '/assets/../assets-private/x',
      '/dashboard/../server/cli.js',
      '/../server/cli.js',
      '/v1/api/1/raw-data/../../media-private/s.png',
    ],
  ],
  [
    'Label Studio GHSA-cpmr-mw4j-99r7: an alias without its slash',
    ['/assets../server/cli.js', '/assets../../package.json', '/docs../package.json', '/static../x'],
  ],
])('%s', (_, paths) => {
  test.each(paths)('%s', async (path) => {
    const answer = await server.ask(path);
    const isOurPage = path.startsWith('/#') && answer.status === 200;
    if (!isOurPage) expect([400, 404], answer.head).toContain(answer.status);
  });
});

test('Datasette GHSA-w832-gg5g-x44m, Grafana CVE-2025-4123: no path redirects elsewhere', async () => {
  const paths = [
    '//evil.com/',
    '//evil.com/%2e%2e',
    '///evil.com',
    '/\\evil.com',
    '/%5Cevil.com/',
    '/public/..%2F%5cevil.com%2F%3f%2F..%2F..',
    '/1//evil.com/',
    '/docs/',
    '/assets',
    '/login?next=//evil.com',
    '/%0d%0aLocation:%20http://evil.com',
  ];
  for (const answer of await sendAll(
    server.port,
    paths.map((target) => ({ target })),
  )) {
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.head).not.toMatch(/evil/i);
  }
});

test('Label Studio CVE-2025-25296, Datasette CVE-2021-32670: no part of the URL is markup in an answer', async () => {
  const markup = '<script>window.pwned=1</script>';
  const escaped = encodeURIComponent(markup);
  const paths = [
    `/${markup.replace(' ', '')}`,
    `/${escaped}`,
    `/?_trace=1&x=${escaped}`,
    `/docs?x=${escaped}`,
    `/v1/api/${escaped}`,
    `/v1/api/1/classify/all/result/page?${escaped}=1`,
    `/v1/api/1/classify/all/result/page?label_config=${escaped}`,
    `/v1/api/1/classify/all/result/page?run=${escaped}`,
    `/v1/api/1/classify/all/result/page?sort=${escaped}`,
  ];
  for (const answer of await sendAll(
    server.port,
    paths.map((target) => ({ target })),
  )) {
    if (answer.header('content-type')?.startsWith('text/html') === true)
      expect(answer.text).not.toContain('pwned');
    else expect(answer.header('content-type')).toBe('application/json');
  }
});
