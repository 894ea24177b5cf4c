/** What every route is given: the request with its parameters, and the parts of the server that routes share. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { demoStates } from '../contract/health';
import type { EndpointParameters } from './endpoint-parameters';
import type { AccessGuard } from './guards/access';
import type { Gate } from './guards/limits';
import type { ImportRegistry } from './import-registry';
import type { MediaFolders } from './media/media-folder';
import type { Signals } from './media/signals';
import type { RunAccuracy } from './run-accuracy';
import type { ReadOnlyCode } from './store/read-only';
import type { Store } from './store/store';

/** `incoming` is there where a request came over a socket; a request in a test has none. */
export interface AppEnvironment {
  Bindings: { incoming?: IncomingMessage };
}

export type AppContext = Context<AppEnvironment>;

/** A request to an endpoint. */
export interface EndpointRequest extends EndpointParameters {
  context: AppContext;
  /** Aborted when the client has gone. */
  client: AbortSignal;
  /** Logs the failure of an answer that is being sent, unless the client has gone. */
  onCutOff: (error: unknown) => void;
}

export type Handler = (request: EndpointRequest) => Response | Promise<Response>;

export type DemoState = (typeof demoStates)[number];

export interface ServerParts {
  store: Store;
  media: MediaFolders;
  signals: Signals;
  accuracy: RunAccuracy;
  imports: ImportRegistry;
  /** Bounds the queries that run at the same time. */
  gate: Gate;
  /** Where an import may put what it cannot hold. */
  tempFolder: string;
  /** Whether the data folder still lies at its path. */
  isFolderInPlace: () => Promise<boolean>;
  guard: AccessGuard;
  /** Why nothing can be written to the data folder; `null` where it can. */
  readOnly: ReadOnlyCode | null;
  demo: () => DemoState;
}
