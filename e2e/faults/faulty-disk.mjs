/**
 * Preloaded into the product's process: counts its disk operations within one folder, and at a chosen operation
 * kills the process, makes the operation fail, or records it. The plan arrives over the process channel, or in
 * SECOND_LOOK_FAULT_PLAN if it must apply from the start.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let plan = { kind: 'count', folder: '/nowhere' };
let count = 0;
let hits = 0;
let trace = -1;
/** Paths of open files, by handle and by number. */
const pathOf = new Map();

const { writeSync, readFileSync, openSync } = fs;

/** The operations that each failure affects; on a full disk, deleting and reading still work. */
const strikes = {
  ENOSPC: ['write', 'create', 'mkdir', 'sync', 'rename'],
  EDQUOT: ['write', 'create', 'mkdir'],
  EIO: ['write', 'create', 'mkdir', 'sync', 'rename', 'open', 'read'],
  EMFILE: ['create', 'open'],
  EACCES: ['create', 'open', 'mkdir', 'rename', 'remove'],
  // A folder that must not be changed, but whose files can be read.
  EPERM: ['create', 'mkdir', 'rename', 'remove', 'write'],
  EROFS: ['create', 'mkdir', 'rename', 'remove', 'write'],
};

const failure = (code, name, path) =>
  Object.assign(new Error(`${code}: made to fail, ${name} '${path}'`), { code, syscall: name, path });

/** Called before an operation; returns the error to throw. */
function step(name, path, details) {
  if (path !== plan.folder && !path.startsWith(`${plan.folder}/`)) return undefined;
  if (plan.kind === 'fail' && !strikes[plan.code].includes(name)) return undefined;
  count += 1;
  if (plan.kind === 'trace') writeSync(trace, `${JSON.stringify({ name, path, ...details?.() })}\n`);
  if (plan.kind === 'kill' && count === plan.at) process.kill(process.pid, 'SIGKILL');
  if (plan.kind === 'fail' && (count === plan.at || (plan.lasting && count > plan.at))) {
    hits += 1;
    return failure(plan.code, name, path);
  }
  return undefined;
}

const base64 = (bytes, offset, length) => ({
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString('base64'),
});
const contentOf = (path) => {
  const isFolder = fs.statSync(path).isDirectory();
  return isFolder ? { isFolder } : { bytes: readFileSync(path).toString('base64') };
};
const isCreating = (flags) => typeof flags === 'string' && /[wa]/.test(flags);

/** Inserts a step before a function that returns a promise. */
function before(target, method, stepOf) {
  const original = target[method];
  target[method] = async function (...given) {
    const error = stepOf(this, given);
    if (error !== undefined) throw error;
    return original.apply(this, given);
  };
}

const files = fs.promises;
const { open } = files;
const Handle = Object.getPrototypeOf(
  await open(process.execPath, 'r').then(async (handle) => {
    await handle.close();
    return handle;
  }),
);

files.open = async (path, flags = 'r', ...rest) => {
  const error = step(isCreating(flags) ? 'create' : 'open', String(path));
  if (error !== undefined) throw error;
  const handle = await open(path, flags, ...rest);
  pathOf.set(handle, String(path));
  return handle;
};
const ofHandle = (handle) => pathOf.get(handle) ?? '';
before(files, 'mkdir', (_files, [path]) => step('mkdir', String(path)));
before(files, 'rename', (_files, [path, to]) => step('rename', String(path), () => ({ to: String(to) })));
before(files, 'link', (_files, [, to]) => step('create', String(to)));
for (const name of ['rm', 'rmdir', 'unlink']) {
  before(files, name, (_files, [path]) => step('remove', String(path)));
}
before(files, 'writeFile', (_files, [path]) => step('write', String(path)));
before(Handle, 'sync', (handle) => step('sync', ofHandle(handle), () => contentOf(ofHandle(handle))));
before(Handle, 'read', (handle) => step('read', ofHandle(handle)));
before(Handle, 'writeFile', (handle, [data]) =>
  step('write', ofHandle(handle), () => ({
    at: null,
    ...base64(Buffer.from(data), 0, Buffer.from(data).length),
  })),
);
before(Handle, 'appendFile', (handle, [data]) =>
  step('write', ofHandle(handle), () => ({ at: null, ...base64(data, 0, data.length) })),
);
const { write } = Handle;
Handle.write = async function (bytes, offset = 0, length = bytes.length - offset, position = null) {
  const error = step('write', ofHandle(this), () => ({ at: position, ...base64(bytes, offset, length) }));
  if (error !== undefined) throw error;
  // A partial write, as on a disk that is filling up.
  const taken = plan.kind === 'short' && length > 1 ? Math.ceil(length / 2) : length;
  return write.call(this, bytes, offset, taken, position);
};

fs.openSync = (path, flags, ...rest) => {
  const error = step(isCreating(flags) ? 'create' : 'open', String(path));
  if (error !== undefined) throw error;
  const file = openSync(path, flags, ...rest);
  pathOf.set(file, String(path));
  return file;
};
fs.writeSync = (file, ...rest) => {
  const error = step('write', ofHandle(file), () => ({ at: null, bytes: '' }));
  if (error !== undefined) throw error;
  return writeSync(file, ...rest);
};
syncBuiltinESMExports();

function take(next) {
  plan = next;
  count = 0;
  hits = 0;
  if (plan.kind === 'trace') trace = openSync(plan.to, 'a');
}

const atStart = process.env.SECOND_LOOK_FAULT_PLAN;
if (atStart !== undefined) take(JSON.parse(atStart));
process.on('message', (message) => {
  const ended = { count, hits };
  if (message.mark !== undefined)
    writeSync(trace, `${JSON.stringify({ name: 'mark', path: message.mark })}\n`);
  else take(message);
  process.send?.(ended);
});
process.channel?.unref();
