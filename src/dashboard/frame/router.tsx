/** The routes: a project's screen at `/{projectId}`, and `/`, which redirects to the project viewed last. */
import { createRootRoute, createRoute, createRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { App } from './app';
import { Root } from '../shell/root';
import { StartPage } from '../shell/start-page';
import { Failed, StatePage } from '../ui/states';

const searchText = (search: Record<string, unknown>) => ({
  text: typeof search['text'] === 'string' ? search['text'] : '',
});

const rootRoute = createRootRoute({ validateSearch: searchText, component: Root });

const startRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: StartPage });
const projectRoute = createRoute({ getParentRoute: () => rootRoute, path: '/$projectId', component: App });

function Broken({ error }: ErrorComponentProps) {
  return (
    <StatePage>
      <Failed
        title="This page could not be shown"
        message={error instanceof Error ? error.message : String(error)}
        onRetry={() => window.location.reload()}
      />
    </StatePage>
  );
}

// The query string is passed through unchanged: only `url-state` reads and writes it.
export const createDashboardRouter = () =>
  createRouter({
    routeTree: rootRoute.addChildren([startRoute, projectRoute]),
    parseSearch: (text) => ({ text: text.replace(/^\?/, '') }),
    stringifySearch: (search) => {
      const { text } = searchText(search);
      return text === '' ? '' : `?${text}`;
    },
    defaultNotFoundComponent: StartPage,
    defaultErrorComponent: Broken,
    scrollRestoration: false,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
