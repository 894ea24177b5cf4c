/** How server, command line and worker threads are built for Node, with packages as externals. */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        cli: 'src/server/cli.ts',
        'reading-thread': 'src/server/import/reading-thread.ts',
        'signal-thread': 'src/server/media/signal-thread.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
});
