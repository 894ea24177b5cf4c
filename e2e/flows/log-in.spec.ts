/** A server with an access token: its page accepts the token once, and the documentation has its style. */
import { startServer, type RunningServer } from '../start-server';
import { expect, test, withServer } from './second-look';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer(['--no-demo', '--token', 'a long enough secret']);
});
withServer(() => server);

test('the token opens the dashboard and the documentation, and a wrong one is reported', async ({ page }) => {
  await page.goto(`${server.address}docs`);
  const token = page.getByLabel('Access token');
  await token.fill('a wrong token');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toHaveText('That is not the access token of this server.');

  await token.fill('a long enough secret');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { name: 'The API of Second Look' })).toBeVisible();
  // Its style is allowed by the page's policy: the list of endpoints stays next to the text.
  await expect(page.getByRole('navigation', { name: 'Endpoints' })).toHaveCSS('position', 'sticky');
  await page.getByRole('group').first().getByText('The answer, field by field').click();
  await expect(
    page.getByRole('cell', { name: 'One entry per sample, in the order of the sort.' }),
  ).toBeVisible();

  await page.goto(server.address);
  await expect(page.getByRole('button', { name: 'Import result files' })).toBeVisible();
});
