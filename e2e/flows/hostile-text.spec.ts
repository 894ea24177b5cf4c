/** Text from outside is text: markup in a label, a file name or a metadata value is shown as its characters. */
import { upload } from '../api-door';
import { madeRun } from '../made-runs';
import { startServer, type RunningServer } from '../start-server';
import {
  activeFilters,
  expect,
  expectMatching,
  facet,
  filterGroup,
  grid,
  open,
  openSamples,
  row,
  sample,
  test,
  withServer,
} from './second-look';

const markup = '<img src=x onerror="window.hacked=1">';
const script = '<script>window.hacked=2</script>';
const link = 'javascript:window.hacked=3';
const quotes = `"'><svg/onload=window.hacked=4>{{7*7}}\${7*7}`;

const content = madeRun(31, 40)
  .map(({ result }, index) => {
    const sampleId = index + 1;
    const said = index % 2 === 0 ? markup : script;
    return JSON.stringify({
      result: {
        ...result,
        sampleId,
        sample: {
          id: sampleId,
          filename: `${quotes}.${sampleId}`,
          label: markup,
          deviceName: link,
          category: script,
          metadata: { [markup]: quotes, ['__proto__']: link, [link]: script, constructor: markup },
          sensors: [{ name: markup, units: script }],
          totalLengthMs: 1000,
          added: '2026-01-01T00:00:00Z',
        },
        classifications: [
          {
            learnBlock: { id: 1, type: 'keras', name: script, title: markup },
            result: [
              Object.fromEntries([
                [markup, 0.7],
                [script, 0.2],
                ['__proto__', 0.1],
              ]),
            ],
            thresholds: [{ key: markup, description: script, helpText: quotes, value: 0.6 }],
            expectedLabels: [{ startIndex: 0, endIndex: 0, label: markup }],
          },
        ],
      },
      predictions: [
        {
          sampleId,
          startMs: 0,
          endMs: 1000,
          label: markup,
          prediction: said,
          predictionCorrect: said === markup,
        },
      ],
    });
  })
  .join('\n');

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  const names = { name: markup, run: script };
  const answer = await upload(server.address, 1, [{ name: `${markup}.jsonl`, content }], names);
  expect(answer.status, answer.text).toBe(200);
});
withServer(() => server);

const at = (path: string) => new URL(path, server.address).href;

// Kibana ran code in a chart label (CVE-2018-3820), Jupyter in a name in a listing (CVE-2015-6938), and in
// plotly.js a key in the data could change every object of the page (CVE-2023-46308).
test('it is shown unchanged, and has no effect, on every screen', async ({ page }) => {
  const asked: string[] = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      sessionStorage.setItem('violation', event.violatedDirective);
    });
  });
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('dialog', () => asked.push('a dialog'));

  await openSamples(page, at('/1'));
  await expect(page.getByRole('banner')).toContainText(markup);
  await expect(row(page, 1)).toContainText(markup);
  await expect(row(page, 1)).toContainText(quotes);
  const labels = await filterGroup(page, 'Expected label');
  await facet(labels, markup).check();
  await expectMatching(page, 40);
  await expect(activeFilters(page)).toContainText(markup);
  await filterGroup(page, 'Metadata');
  await facet(await filterGroup(page, markup), quotes).check();
  await expectMatching(page, 40);
  await expect(facet(await filterGroup(page, '__proto__'), link)).toBeVisible();

  await row(page, 2).click();
  await expect(sample(page)).toContainText(`Said ${script}`);
  await expect(sample(page)).toContainText(quotes);
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(markup);
  await page.goBack();
  await expect(grid(page)).toBeVisible();

  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await page.evaluate(() => sessionStorage.getItem('violation'))).toBeNull();
  expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
  expect(await page.locator('img[src="x"], svg[onload], main script, a[href^="javascript"]').count()).toBe(0);
  expect(asked.filter((path) => path === '/x' || path === 'a dialog')).toEqual([]);
});

test('a URL full of markup is only text', async ({ page }) => {
  const query = new URLSearchParams({ labels: JSON.stringify([quotes]), [markup]: script, sample: link });
  await open(page, at(`/1?${query.toString()}`));
  await expect(activeFilters(page)).toContainText(quotes);
  await expect(page.getByRole('status').filter({ hasText: 'Part of the address' })).toContainText(
    '<img src=x',
  );
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('the policy of the page forbids what markup would need', async ({ page }) => {
  const response = await page.goto(at('/1'));
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/default-src 'none'|default-src 'self'/);
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(response?.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});
