/** Importing result files as a new run (upload, progress, cancellation), and deleting a run. */
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { SecondLookError } from '../../contract/errors';
import { importLimits, importRequestSchema, type ImportRequest } from '../../contract/schemas/imports';
import { errorAnswer, jsonAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { importFiles } from '../import/import-files';
import { pathNumber, projectFor } from '../http/run-for';
import { readOnlyError } from '../store/records/read-only';
import { receiveUpload } from '../import/upload-files';

function readRequest(given: URLSearchParams): ImportRequest {
  const parsed = importRequestSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? '');
  throw new SecondLookError(
    'bad-parameter',
    given.has(name)
      ? `"${name}" is not as it should be: ${issue?.message ?? ''}; see /docs`
      : `"${name}" is missing; see /docs`,
  );
}

async function checkMediaFolder(folder: string): Promise<void> {
  const found = isAbsolute(folder) ? await stat(folder).catch(() => undefined) : undefined;
  if (found?.isDirectory() !== true) {
    throw new SecondLookError('bad-parameter', '"media" must be the absolute path of a folder that is there');
  }
}

/** `POST …/second-look/import` */
export const importUpload =
  (parts: ServerParts): Handler =>
  async ({ context, given, client }) => {
    const projectId = pathNumber(context, 'project');
    if (context.req.header('content-type')?.startsWith('application/octet-stream') !== true) {
      return errorAnswer('wrong-type', 'The content type of an upload must be application/octet-stream.');
    }
    const request = readRequest(given);
    if (request.media !== undefined) {
      if (!parts.guard.isFolderOwner(context)) {
        return errorAnswer('forbidden', 'Only the command line of the same machine may name a media folder.');
      }
      await checkMediaFolder(request.media);
    }
    if (parts.guard.isFolderOwner(context) && !(await parts.isFolderInPlace())) {
      throw new SecondLookError(
        'conflict',
        'The server that this data folder names runs on another folder: one of the two was copied or moved meanwhile. Stop that server, and import again',
      );
    }
    const totalBytes = request.files.reduce((sum, { size }) => sum + size, 0);
    const declared = context.req.header('content-length');
    if (declared !== undefined && Number(declared) !== totalBytes) {
      throw new SecondLookError(
        'bad-parameter',
        `"files" adds up to ${totalBytes} bytes, but the upload has ${declared}`,
      );
    }
    if (totalBytes > importLimits.unpackedBytes) {
      throw new SecondLookError(
        'too-large',
        `"files" adds up to ${totalBytes} bytes; an upload may have at most ${importLimits.unpackedBytes}`,
      );
    }
    // Check before the upload is received, because that needs a temporary file.
    if (parts.readOnly !== null) throw readOnlyError(parts.readOnly, 'nothing was imported');
    const { body } = context.req.raw;
    const { tempFolder } = parts;
    // It may wait for its turn, or for the store; its rate is monitored while it is received.
    context.env?.incoming?.socket.setTimeout(0);
    const imported = await parts.imports.run(request.importId, totalBytes, client, {
      receive: (running) => receiveUpload(body, request.files, { tempFolder, ...running }),
      work: ({ files }, running) =>
        importFiles(parts.store, files, { ...request, projectId }, { tempFolder, ...running }),
    });
    return jsonAnswer({ success: true, ...imported });
  };

const importIdOf = (text: string | undefined) => {
  const parsed = z.uuid().safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SecondLookError('not-found', 'There is no such import: its id is a UUID.');
};

const noImport = () => errorAnswer('not-found', 'There is no such import, or it ended long ago.');

/** `GET /v1/api/second-look/imports/{importId}` */
export const importProgress =
  ({ imports }: ServerParts): Handler =>
  ({ context }) => {
    const progress = imports.progress(importIdOf(context.req.param('importId')));
    return progress === undefined ? noImport() : jsonAnswer(progress);
  };

/** `DELETE /v1/api/second-look/imports/{importId}` */
export const cancelImport =
  ({ imports }: ServerParts): Handler =>
  ({ context }) => {
    const isKnown = imports.cancel(importIdOf(context.req.param('importId')));
    return isKnown ? jsonAnswer({ success: true }) : noImport();
  };

/** `DELETE …/second-look/runs/{run}` */
export const deleteRun =
  ({ store }: ServerParts): Handler =>
  async ({ context }) => {
    const project = await projectFor(store, context);
    const wanted = context.req.param('run');
    const run = project.runs.find(({ id }) => id === wanted);
    if (run === undefined) {
      throw new SecondLookError('not-found', `There is no such run in project ${project.id}.`);
    }
    await store.deleteRun(run);
    return jsonAnswer({ success: true });
  };
