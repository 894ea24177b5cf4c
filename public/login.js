// Sends the access token once, in a body and never in a URL, in exchange for a cookie.
const form = document.querySelector('form');
const message = document.querySelector('#message');

// A link from another site is opened without the cookie, even if the browser has it.
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
