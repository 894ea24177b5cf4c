/** Mounts the app. */
import './mantine-styles';
import './theme.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RequestError } from './api/client';
import { router } from './frame/router';
import { ImportsProvider } from './shell/import/imports';
import { theme } from './theme';

const queryClient = new QueryClient({
  defaultOptions: {
    // The server usually runs on the same machine, which can be reached without a network.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 5 * 60_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      // Do not retry what the server refused; only retry if it was unreachable or busy.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof RequestError && error.status >= 400 && error.status < 500),
    },
  },
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <ImportsProvider>
            <RouterProvider router={router} />
          </ImportsProvider>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
