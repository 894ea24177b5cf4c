/** What every route receives: the request with its parameters, and the shared parts of the server. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { demoStates } from '../../contract/schemas/health';
import type { EndpointParameters } from './endpoint-parameters';
import type { AccessGuard } from './guards/access';
import type { Gate } from './guards/limits';
import type { ImportRegistry } from '../import/import-registry';
import type { MediaFolders } from '../media/media-folder';
import type { Signals } from '../media/signals';
import type { ReadOnlyCode } from '../store/records/read-only';
import type { Store } from '../store/store';

/** `incoming` is set if the request came over a socket; a request in a test has none. */
export interface AppEnvironment {
  Bindings: { incoming?: IncomingMessage };
}

export type AppContext = Context<AppEnvironment>;

/** A request to an endpoint. */
export interface EndpointRequest extends EndpointParameters {
  context: AppContext;
  /** Aborted when the client disconnects. */
  client: AbortSignal;
  /** Logs the failure of a response that is being sent, unless the client has disconnected. */
  onCutOff: (error: unknown) => void;
}

export type Handler = (request: EndpointRequest) => Response | Promise<Response>;

export type DemoState = (typeof demoStates)[number];

export interface ServerParts {
  store: Store;
  media: MediaFolders;
  signals: Signals;
  imports: ImportRegistry;
  /** Limits the number of concurrent queries. */
  gate: Gate;
  /** Where an import may store data that does not fit into memory. */
  tempFolder: string;
  /** Whether the data folder is still at its path. */
  isFolderInPlace: () => Promise<boolean>;
  guard: AccessGuard;
  /** Why the data folder cannot be written to; `null` if it can. */
  readOnly: ReadOnlyCode | null;
  demo: () => DemoState;
}
