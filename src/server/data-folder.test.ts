/** The data folder: private to its owner, used by one server at a time, and free again after a crash. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from './http/fixtures/app-under-test';
import { defaultDataFolder, openDataFolder } from './data-folder';
import { findRunningServer, serverFileSchema } from './server-file';

const read = (folder: string) =>
  serverFileSchema.parse(JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')));
/** A folder with the server file of a process that has exited. */
const left = (content = '{"pid":1,"port":1,"host":"127.0.0.1","key":"k"}\n') => {
  const folder = newFolder();
  writeFileSync(join(folder, 'server.json'), content);
  return folder;
};

describe('a data folder', () => {
  it('is created for its owner only, and contains the address of its server', async () => {
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
    // A late release must not free a lock that another process holds by now.
    await first.release();
    expect(read(path).key).toBe(second.key);
    await second.release();
  });

  it('accepts one server only, and names it', async () => {
    const path = newFolder();
    const folder = await openDataFolder(path);
    await expect(openDataFolder(path)).rejects.toThrow(`process ${process.pid}`);
    await folder.release();
  });

  it('still finds its server after it was moved', async () => {
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

  it('detects another folder at its path, and does not change it', async () => {
    const path = newFolder();
    const folder = await openDataFolder(path);
    expect(await folder.isInPlace()).toBe(true);
    renameSync(path, `${path}-moved`);
    expect(await folder.isInPlace()).toBe(false);
    cpSync(`${path}-moved`, path, { recursive: true });
    expect(await folder.isInPlace()).toBe(false);
    expect(await findRunningServer(path)).toBeUndefined();
    const another = await openDataFolder(path);
    await folder.release();
    expect(read(path).key).toBe(another.key);
    await another.release();
  });

  it('is refused and not changed if it is not empty and has no marker', async () => {
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

  it('is accepted if it only contains what a killed first start or a fresh disk leaves', async () => {
    const path = left();
    mkdirSync(join(path, 'lost+found'));
    writeFileSync(join(path, 'second-look.json.01234567-89ab-cdef-0123-456789abcdef.part'), '{"for');
    await (await openDataFolder(path)).release();
    expect(readdirSync(path)).not.toContain('server.json');
  });

  it('accepts one of many concurrent servers', async () => {
    for (let round = 0; round < 5; round++) {
      const path = left();
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(path)));
      const held = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(held).toHaveLength(1);
      expect(readdirSync(path)).toEqual(['server.json']);
      await held[0]?.release();
    }
  });

  it.each([
    ['by a process that is gone', undefined],
    ['by a process whose number another one has now', `{"pid":${process.pid},"port":1,"host":"","key":""}`],
    ['half written', '{"pi'],
    ['empty', ''],
    ['damaged', '\0\0\0'],
  ])('with a lock that was left %s is taken over', async (_, content) => {
    const path = left(content);
    const folder = await openDataFolder(path);
    expect(read(path)).toMatchObject({ pid: process.pid, key: folder.key });
    expect(statSync(join(path, 'server.json')).mode & 0o777).toBe(0o600);
    expect(await findRunningServer(path)).toBeUndefined();
    await folder.release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('that cannot be created or written gives a clear message', async () => {
    const path = join(newFolder(), 'file');
    writeFileSync(path, '');
    await expect(openDataFolder(path)).rejects.toThrow(/^The data folder .*file/);
    await expect(openDataFolder(join(path, 'inside'))).rejects.toThrow('cannot be made');
  });

  it("is the user's data folder by default", () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'x'));
    expect(defaultDataFolder({ SECOND_LOOK_DATA: folder, XDG_DATA_HOME: '/x' })).toBe(folder);
    expect(defaultDataFolder({ XDG_DATA_HOME: '/x' })).toBe('/x/second-look');
    expect(defaultDataFolder({ XDG_DATA_HOME: 'relative' })).toMatch(/\/\.local\/share\/second-look$/);
    expect(defaultDataFolder({ SECOND_LOOK_DATA: '' })).toMatch(/\/\.local\/share\/second-look$/);
  });
});
