/** How the dashboard is built, and how it is served while one works on it. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:4747';

// The server only talks to its own pages: in development it must take the page for one of them.
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
    // Small files as files too: the page's policy allows no other origin, and a cache can hold them.
    assetsInlineLimit: 0,
    // One style sheet: a part that is loaded on a second try would come without its own.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': proxy, '/openapi.json': proxy, '/docs': proxy },
  },
});
