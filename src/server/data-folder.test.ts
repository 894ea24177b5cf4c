/** The data folder: its owner's alone, one server at a time, and free again after a crash. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from './app-under-test';
import { defaultDataFolder, openDataFolder } from './data-folder';
import { processIdentity } from './process-identity';
import { findRunningServer, serverFileSchema } from './server-file';

const read = (folder: string) =>
  serverFileSchema.parse(JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')));
const left = (file: object) => {
  const folder = newFolder();
  const given = { pid: 1, port: 1, host: '127.0.0.1', key: 'k', started: '', process: null };
  writeFileSync(join(folder, 'server.json'), JSON.stringify({ ...given, ...file }));
  return folder;
};

describe('a data folder', () => {
  it('is made for its owner only, and says where its server is', async () => {
    const path = join(newFolder(), 'a b', 'data');
    const folder = await openDataFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'server.json')).mode & 0o777).toBe(0o600);
    expect(await findRunningServer(path)).toBeUndefined();
    await folder.publish({ host: '127.0.0.1', port: 4321 });
    expect(statSync(join(path, 'server.json')).mode & 0o777).toBe(0o600);
    expect(await findRunningServer(path)).toMatchObject({ pid: process.pid, port: 4321, key: folder.key });
    await folder.release();
    expect(readdirSync(path)).toEqual([]);
    await folder.release();
  });

  it('has a new key at each start', async () => {
    const path = newFolder();
    const first = await openDataFolder(path);
    await first.release();
    const second = await openDataFolder(path);
    expect(second.key).not.toBe(first.key);
    // Letting go late of what another holds by now must not free it.
    await first.release();
    expect(read(path).key).toBe(second.key);
    await second.release();
  });

  it('takes one server only, and names it', async () => {
    const path = newFolder();
    const folder = await openDataFolder(path);
    await expect(openDataFolder(path)).rejects.toThrow(`process ${process.pid}`);
    await folder.release();
  });

  it('knows its server also after it was moved', async () => {
    const path = newFolder();
    const folder = await openDataFolder(path);
    const moved = `${path}-moved`;
    renameSync(path, moved);
    try {
      await expect(openDataFolder(moved)).rejects.toThrow(`process ${process.pid}`);
    } finally {
      renameSync(moved, path);
      await folder.release();
    }
  });

  it('is rid of the drafts of starts that were killed, and of no others', async () => {
    const path = newFolder();
    const gone = { pid: 99_999_999, port: 0, host: '127.0.0.1', key: 'k', started: '', process: null };
    const another = { ...gone, pid: process.pid, process: 'boot:1' };
    const own = { ...another, process: await processIdentity(process.pid) };
    const put = (name: string, content: string) => writeFileSync(join(path, name), content);
    put('second-look.json', '{"format":1}');
    put('server.json.99999999.0123456789ab', JSON.stringify(gone));
    put('server.json.99999999.0123456789ac', '{"pid":');
    put('server.json.takeover.99999999.0123456789ad', '');
    put(`server.json.${process.pid}.0123456789ae`, JSON.stringify(another));
    const kept = [
      'second-look.json',
      `server.json.${process.pid}.0123456789af`,
      `server.json.${process.pid}.0123456789b0`,
      'server.json.mine',
    ];
    put(kept[1] ?? '', JSON.stringify(own));
    put(kept[2] ?? '', '{"pid":');
    put(kept[3] ?? '', '');
    const folder = await openDataFolder(path);
    expect(readdirSync(path).toSorted()).toEqual(['server.json', ...kept].toSorted());
    await folder.release();
  });

  it('is refused, and left as it is, where it holds something and has no marker', async () => {
    for (const [name, content] of [
      ['notes.txt', 'mine'],
      ['server.json', '{"scripts":{}}'],
      ['server.json.mine', ''],
    ] as const) {
      const path = newFolder();
      writeFileSync(join(path, name), content);
      await expect(openDataFolder(path)).rejects.toThrow(`is no data folder of Second Look`);
      expect(readdirSync(path)).toEqual([name]);
      expect(readFileSync(join(path, name), 'utf8')).toBe(content);
    }
  });

  it('is taken where all that is in it is what a killed first start or a fresh disk leaves', async () => {
    const path = left({ pid: 99_999_999 });
    mkdirSync(join(path, 'lost+found'));
    writeFileSync(join(path, 'second-look.json.01234567-89ab-cdef-0123-456789abcdef.part'), '{"for');
    await (await openDataFolder(path)).release();
    expect(readdirSync(path)).not.toContain('server.json');
  });

  it('takes one of many that come at once', async () => {
    for (let round = 0; round < 25; round++) {
      const path = left({ pid: 99_999_999 });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(path)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(readdirSync(path)).toEqual(['server.json']);
    }
  });

  it.each([
    ['a process that is gone', { pid: 99_999_999 }],
    ['a process whose number another one has now', { pid: process.pid, process: 'boot:1' }],
    [
      'this very process, but on the folder that this one is a copy of',
      { pid: process.pid, folder: '1:2 %2Felsewhere' },
    ],
    ['a process that cannot be told from its successor, and does not answer', { pid: process.pid, port: 1 }],
  ])('left by %s is taken over', async (_, file) => {
    const path = left(file);
    const folder = await openDataFolder(path);
    expect(read(path)).toMatchObject({ pid: process.pid, key: folder.key });
    expect(await findRunningServer(path)).toBeUndefined();
    await folder.release();
  });

  it.each([
    ['killed', { pid: 99_999_999, process: 'boot:1' }],
    ['followed by another one with its number', { pid: process.pid, process: 'boot:1' }],
  ])('is taken over where the process that was just taking it over was %s', async (_, taker) => {
    const path = left({ pid: 99_999_999 });
    const given = { port: 0, host: '127.0.0.1', key: 'other', started: '' };
    writeFileSync(join(path, 'server.json.takeover'), JSON.stringify({ ...given, ...taker }));
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => openDataFolder(path)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(path)).toEqual(['server.json']);
  });

  it('is taken over where an earlier version left its mark of taking over', async () => {
    const path = left({ pid: 99_999_999 });
    const turn = join(path, 'server.json.takeover');
    mkdirSync(turn);
    // As a clock that was set back since has it.
    utimesSync(turn, new Date('2100-01-01'), new Date('2100-01-01'));
    await (await openDataFolder(path)).release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('with a damaged lock is taken over', async () => {
    const path = newFolder();
    writeFileSync(join(path, 'server.json'), '\0\0\0');
    await (await openDataFolder(path)).release();
  });

  it('that cannot be made or written is a sentence', async () => {
    const path = join(newFolder(), 'file');
    writeFileSync(path, '');
    await expect(openDataFolder(path)).rejects.toThrow(/^The data folder .*file/);
    await expect(openDataFolder(join(path, 'inside'))).rejects.toThrow('cannot be made');
  });

  it('is where the user keeps data, unless told otherwise', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'x'));
    expect(defaultDataFolder({ SECOND_LOOK_DATA: folder, XDG_DATA_HOME: '/x' })).toBe(folder);
    expect(defaultDataFolder({ XDG_DATA_HOME: '/x' })).toBe('/x/second-look');
    expect(defaultDataFolder({ XDG_DATA_HOME: 'relative' })).toMatch(/\/\.local\/share\/second-look$/);
    expect(defaultDataFolder({ SECOND_LOOK_DATA: '' })).toMatch(/\/\.local\/share\/second-look$/);
  });
});

it('a process is told from another of the same number', async () => {
  const own = await processIdentity(process.pid);
  expect(own).toBe(await processIdentity(process.pid));
  expect(own).not.toBe(await processIdentity(process.ppid));
  expect(await processIdentity(99_999_999)).toBeNull();
});
