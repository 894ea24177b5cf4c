/** The small page that takes the access token once, where the server asks for one. It works without the dashboard. */

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Second Look</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs.css">
<script type="module" src="/login.js"></script>
</head>
<body class="login">
<main>
<h1>Second Look</h1>
<p>This server asks for its access token: the one that it was started with.</p>
<form>
<label for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required>
<button type="submit">Open</button>
<p id="message" role="alert"></p>
</form>
</main>
</body>
</html>
`;

/** The page, as the answer to a browser that has no cookie yet. */
export function loginPage(): Response {
  return new Response(page, { status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

// The token goes into a body, never into an address.
const script = `const form = document.querySelector('form');
const message = document.querySelector('#message');

// A link from elsewhere comes without the cookie, even where the browser has it.
const { ok } = await fetch('/v1/api/second-look/health');
if (ok) location.reload();

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = '';
  const token = form.elements.token.value;
  try {
    const answer = await fetch('/v1/api/second-look/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) location.reload();
    else message.textContent = (await answer.json()).error;
  } catch {
    message.textContent = 'The server does not answer.';
  }
});
`;

/** The page's script. */
export function loginScript(): Response {
  return new Response(script, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  });
}
