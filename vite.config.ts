/** How the dashboard is built, and how it is served during development. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:4747';

// The server only answers its own pages, so in development it must take the page for one of them.
const proxy = {
  target: server,
  changeOrigin: true,
  headers: { origin: server },
};

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Small files stay files: the page's policy allows no other origin, and they can be cached.
    assetsInlineLimit: 0,
    // One style sheet: a part that is loaded in a retry would otherwise miss its styles.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': proxy, '/openapi.json': proxy, '/docs': proxy },
  },
});
