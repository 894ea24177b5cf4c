/** The HTTP app, a function from request to response: guards first, then the routes, then the built dashboard. */
import { Hono } from 'hono';
import { endpointNames, endpoints } from '../../contract/endpoints/endpoints';
import type { Endpoint } from '../../contract/endpoints/endpoint';
import type { EndpointName } from '../../contract/endpoints/endpoint-paths';
import { answerToError, errorAnswer } from './answers';
import type { AppEnvironment, Handler, ServerParts } from './app-context';
import { compressedAnswer } from './compressed-answer';
import { DashboardFiles } from './dashboard-files';
import { docsPage } from './docs/docs-html';
import { openApi } from './docs/openapi-document';
import { endpointParameters } from './endpoint-parameters';
import { createAccessGuard, isScreenPath, type AccessOptions } from './guards/access';
import { secureHeaders } from './guards/headers';
import { createGate, refuseTooLong } from './guards/limits';
import { ImportRegistry } from '../import/import-registry';
import { MediaFolders } from '../media/media-folder';
import { Signals } from '../media/signals';
import { agreement } from '../routes/agreement';
import { cancelImport, deleteRun, importProgress, importUpload } from '../routes/imports';
import { metrics, modelVariants } from '../routes/metrics';
import { impulses, project, projectInfo, projects } from '../routes/projects';
import { metadataFilterOptions, rawData } from '../routes/raw-data';
import { result, resultPage } from '../routes/result';
import { sample } from '../routes/sample';
import { rawDataImage, rawDataRaw, rawDataVideo, rawDataWav, signal } from '../routes/sample-media';
import { health, login } from '../routes/server-state';
import { summary } from '../routes/summary';
import type { Store } from '../store/store';

export interface AppOptions
  extends
    AccessOptions,
    Pick<ServerParts, 'tempFolder'>,
    Partial<Pick<ServerParts, 'isFolderInPlace' | 'readOnly' | 'demo' | 'imports'>> {
  /** The folder of the built dashboard. */
  dashboardFolder: string;
}

const routes = {
  resultPage,
  result,
  metrics,
  modelVariants,
  projects,
  projectInfo,
  impulses,
  metadataFilterOptions,
  rawData,
  rawDataImage,
  rawDataWav,
  rawDataVideo,
  rawDataRaw,
  project,
  summary,
  sample,
  signal,
  agreement,
  import: importUpload,
  importProgress,
  cancelImport,
  deleteRun,
  health,
  login,
} as const satisfies Record<EndpointName, (parts: ServerParts) => Handler>;

/** A path of the contract in the router's syntax. */
const routerPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

const notBuilt =
  'The dashboard has not been built. Stop the server, run "npm run build", and start it again; the API works without it.';

/** The app over a store. */
export function createApp(store: Store, options: AppOptions): Hono<AppEnvironment> {
  const { log } = options;
  const dashboard = new DashboardFiles(options.dashboardFolder);
  const guard = createAccessGuard({ ...options, loginPage: () => dashboard.answer('/login.html') });
  const parts: ServerParts = {
    store,
    media: new MediaFolders(),
    signals: new Signals(),
    imports: options.imports ?? new ImportRegistry(),
    gate: createGate(),
    tempFolder: options.tempFolder,
    isFolderInPlace: options.isFolderInPlace ?? (() => Promise.resolve(true)),
    guard,
    readOnly: options.readOnly ?? null,
    demo: options.demo ?? (() => 'off'),
  };

  const app = new Hono<AppEnvironment>();
  app.use('*', async (context, next) => {
    await next();
    secureHeaders(context.res.headers);
  });
  app.use('*', async (context, next) => {
    const refusal = (await guard.refuse(context)) ?? refuseTooLong(context);
    if (refusal !== undefined) return refusal;
    if (context.req.method === 'OPTIONS') return new Response(null, { status: 204 });
    await next();
    const { method } = context.req;
    const acceptEncoding = context.req.header('accept-encoding');
    const answer = compressedAnswer(context.res, { method, acceptEncoding });
    // Otherwise Hono adds the headers of the previous response to the new one, including its length.
    context.res = undefined;
    context.res = answer;
    return undefined;
  });

  for (const name of endpointNames) {
    const { method, path }: Endpoint = endpoints[name];
    const handler = routes[name](parts);
    app.on(method.toUpperCase(), routerPath(path), (context) => {
      const client = context.req.raw.signal;
      const onCutOff = (error: unknown) => {
        if (!client.aborted) log(`the answer of ${name} was cut off: ${String(error)}`);
      };
      return handler({ ...endpointParameters(name, context.req.url), context, client, onCutOff });
    });
  }
  for (const path of new Set(endpointNames.map((name) => endpoints[name].path))) {
    const allowed = endpointNames.filter((name) => endpoints[name].path === path);
    const methods = allowed.map((name) => endpoints[name].method.toUpperCase()).join(', ');
    app.all(routerPath(path), () =>
      errorAnswer('wrong-method', `This path takes ${methods}.`, { allow: methods }),
    );
  }
  app.get('/openapi.json', openApi);
  app.get('/docs', docsPage);

  app.get('*', async (context) => {
    const { path } = context.req;
    const isPage = isScreenPath(path);
    const answer = await dashboard.answer(isPage ? '/' : path, context.req.header('if-none-match'));
    if (answer !== undefined) return answer;
    return isPage ? errorAnswer('not-ready', notBuilt) : context.notFound();
  });
  app.notFound(() => errorAnswer('not-found', 'There is nothing at this path; see /docs for what there is.'));
  app.onError((error, context) => {
    // The client has disconnected, and nothing went wrong.
    if (context.req.raw.signal.aborted) return new Response(null, { status: 499 });
    return answerToError(error, log);
  });
  return app;
}
