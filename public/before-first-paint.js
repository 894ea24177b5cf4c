// Runs before the app: applies the stored colour scheme, so that nothing flashes, and disables zod's code
// generation, which the page's security policy forbids.
(function () {
  globalThis.__zod_globalConfig = { jitless: true };
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') || 'auto';
  } catch {
    // A browser that stores nothing uses the system's scheme.
  }
  if (scheme === 'auto') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
