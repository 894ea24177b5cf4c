/** What every route is given: the request's context, and the parts of the server that routes share. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { demoStates } from '../contract/health';
import type { Gate } from './guards/limits';
import type { ImportRegistry } from './import-registry';
import type { MediaFolders } from './media/media-folder';
import type { Signals } from './media/signals';
import type { RunAccuracy } from './run-accuracy';
import type { RunAgreement } from './run-agreement';
import type { ReadOnlyCode } from './store/read-only';
import type { Store } from './store/store';

/** `incoming` is there where a request came over a socket; a request in a test has none. */
export interface AppEnvironment {
  Bindings: { incoming?: IncomingMessage };
}

export type AppContext = Context<AppEnvironment>;
export type Handler = (context: AppContext) => Response | Promise<Response>;

export type DemoState = (typeof demoStates)[number];

export interface ServerParts {
  store: Store;
  media: MediaFolders;
  signals: Signals;
  accuracy: RunAccuracy;
  agreements: RunAgreement;
  imports: ImportRegistry;
  /** At most so many queries at once. */
  gate: Gate;
  /** Where an import may put what it cannot hold. */
  tempFolder: string;
  /** Whether the data folder still lies at its path. */
  isFolderInPlace: () => Promise<boolean>;
  /** Whether a request comes from a client that can read the data folder. */
  isFolderOwner: (context: AppContext) => boolean;
  /** The cookie for the right access token; the refusal of a wrong one. */
  cookieFor: (context: AppContext, token: string) => Promise<string | Response>;
  /** Why nothing can be written to the data folder; `null` where it can. */
  readOnly: ReadOnlyCode | null;
  demo: () => DemoState;
  /** Takes one line for whoever runs the server; never anything that a client sent in a header. */
  log: (line: string) => void;
}
