/** How the server, the command line and the threads that they start are built for Node, with the packages left outside. */
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
        'reading-thread': 'src/server/sources/reading-thread.ts',
        'signal-thread': 'src/server/media/signal-thread.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
});
