/** The app with everything that it needs around it: queries, theme, imports and routes. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, type ReactElement } from 'react';
import { RequestError } from '../api/client';
import { ImportsProvider } from '../shell/import/imports';
import { theme } from '../theme';
import { createDashboardRouter } from './router';

const createQueryClient = () =>
  new QueryClient({
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

/** The dashboard of one page load, showing what the URL names. */
export const createDashboard = (): ReactElement => (
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <ImportsProvider>
          <RouterProvider router={createDashboardRouter()} />
        </ImportsProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>
);
