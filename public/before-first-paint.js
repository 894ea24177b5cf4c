// Runs before the app: the colours that were chosen, so that nothing flashes; and no code made from text, which the
// page's security policy forbids and zod would otherwise try.
(function () {
  globalThis.__zod_globalConfig = { jitless: true };
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') || 'auto';
  } catch {
    // A browser that keeps nothing follows the system.
  }
  if (scheme === 'auto') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
