/** Media: found only by the sample's names, never outside the folder, with the type detected from the content. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { MediaFolders } from './media-folder';
import type { SampleNames } from './media-names';
import { mediaTypeOf, type MediaGroup } from './media-type';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const groups: readonly MediaGroup[] = ['image', 'sound', 'video', 'acquisition'];

const named = (filename: string | null, more: Partial<SampleNames> = {}): SampleNames => ({
  sampleId: 7,
  filename,
  label: null,
  category: null,
  ...more,
});

/** The bytes of the file that is found, as text; `undefined` if there is none. */
async function found(
  folder: string | undefined,
  sample: SampleNames,
  wanted = groups,
): Promise<string | undefined> {
  const file = await new MediaFolders().open(folder, sample, wanted);
  if (file === undefined) return undefined;
  const bytes = await file.handle.readFile();
  await file.handle.close();
  return bytes.subarray(png.length).toString('utf8');
}

const put = (path: string, text = '') => writeFileSync(path, Buffer.concat([png, Buffer.from(text)]));

describe('a sample’s file', () => {
  it.each([
    ['7.png', named(null)],
    ['7.jpeg', named('other')],
    ['swing.01.png', named('swing.01')],
    ['swing.01.png', named('swing.01.png')],
    ['swing.01.2a3b4c.ingestion-56f58bdc98-dh5w7.jpg', named('swing.01')],
    [
      'background.0_0.png.28kmrth3.ingestion-56f58bdc98-dh5w7.jpg',
      named('0_0.png.28kmrth3', { label: 'background' }),
    ],
    ['background.0_0.png.28kmrth3.ingestion-56f58bdc98-dh5w7.jpg', named('background.0_0.png.28kmrth3')],
    ['file..name.png', named('file..name')],
    ['..file.png', named('..file.png')],
    [' a b.png', named(' a b')],
    ['100%.png', named('100%')],
    ['a#b?.png', named('a#b?.png')],
    ['名.png', named('名')],
    ['🙂.png', named('🙂')],
    [`${'x'.repeat(251)}.png`, named('x'.repeat(251))],
    ['caf\u00e9.png', named('cafe\u0301')],
    ['cafe\u0301.png', named('caf\u00e9')],
  ])('%s is found', async (name, sample) => {
    const folder = newFolder();
    put(join(folder, name), name);
    expect(await found(folder, sample)).toBe(name);
  });

  it('is found in the folders of an export, its own category first', async () => {
    const folder = newFolder();
    for (const category of ['training', 'testing']) {
      mkdirSync(join(folder, category));
      put(join(folder, category, 'a.png'), category);
    }
    expect(await found(folder, named('a', { category: 'testing' }))).toBe('testing');
    expect(await found(folder, named('a', { category: 'training' }))).toBe('training');
    mkdirSync(join(folder, 'else'));
    put(join(folder, 'else', 'b.png'));
    expect(await found(folder, named('b'))).toBeUndefined();
  });

  it('with the exact name is preferred to one in another Unicode form', async () => {
    const folder = newFolder();
    put(join(folder, 'caf\u00e9.png'), 'one');
    put(join(folder, 'cafe\u0301.png'), 'two');
    expect(await found(folder, named('caf\u00e9'))).toBe('one');
    expect(await found(folder, named('cafe\u0301'))).toBe('two');
  });

  it('has the requested kind', async () => {
    const folder = newFolder();
    put(join(folder, '7.png'), 'picture');
    writeFileSync(join(folder, '7.json'), '{"payload":{}}');
    expect(await found(folder, named(null), ['sound', 'video'])).toBeUndefined();
    const file = await new MediaFolders().open(folder, named(null), ['acquisition', 'image']);
    expect(file?.type.group).toBe('acquisition');
    await file?.handle.close();
  });

  it('that is added later is found', async () => {
    const folder = newFolder();
    const media = new MediaFolders();
    expect(await media.open(folder, named('a'), groups)).toBeUndefined();
    put(join(folder, 'a.png'));
    const file = await media.open(folder, named('a'), groups);
    expect(file).toBeDefined();
    await file?.handle.close();
  });
});

describe('a folder whose listing takes long', () => {
  it('is not listed again for each request while files are added to it', async () => {
    const folder = newFolder();
    const media = new MediaFolders({ quickMilliseconds: 0, keptTimes: Number.POSITIVE_INFINITY });
    const isFound = async (name: string) => {
      const file = await media.open(folder, named(name), groups);
      await file?.handle.close();
      return file !== undefined;
    };
    put(join(folder, 'a.png'));
    expect(await isFound('a')).toBe(true);
    put(join(folder, 'b.png'));
    unlinkSync(join(folder, 'a.png'));
    expect([await isFound('a'), await isFound('b')]).toEqual([false, false]);
  });

  it('is listed again after a while, once for all waiting requests', async () => {
    const folder = newFolder();
    const media = new MediaFolders({ quickMilliseconds: 0, keptTimes: 0 });
    const isFound = async (name: string) => {
      const file = await media.open(folder, named(name), groups);
      await file?.handle.close();
      return file !== undefined;
    };
    put(join(folder, 'a.png'));
    expect(await isFound('a')).toBe(true);
    put(join(folder, 'b.png'));
    const first = isFound('b');
    expect(await Promise.all([first, isFound('a'), isFound('a')])).toEqual([true, true, true]);
    expect(await isFound('b')).toBe(true);
  });
});

describe('a path out of the folder', () => {
  function folders() {
    const above = newFolder();
    const root = join(above, 'media');
    mkdirSync(root);
    mkdirSync(join(above, 'media-private'));
    put(join(above, 'CANARY.png'), 'CANARY');
    put(join(above, 'media-private', 's.png'), 'CANARY');
    put(join(root, 's.png'), 'fine');
    return { above, root };
  }

  it.each([
    '../CANARY',
    '../CANARY.png',
    '..\\CANARY.png',
    '%2e%2e/CANARY.png',
    '../media-private/s',
    'training/../../CANARY',
    '/etc/passwd',
    '\\\\evil\\share\\a.png',
    '//evil/share',
    'C:\\x',
    '\\\\?\\C:\\',
    'a.png::$DATA',
    'CON',
    '..',
    '.',
    's\0.png',
    '__proto__',
    '',
  ])('%j leads nowhere', async (name) => {
    const { root } = folders();
    expect(await found(root, named(name))).toBeUndefined();
    expect(await found(root, named(name, { label: '..' }))).toBeUndefined();
  });

  it('is neither a link to a file nor to a folder', async () => {
    const { above, root } = folders();
    symlinkSync(join(above, 'CANARY.png'), join(root, 'link.png'));
    symlinkSync('../CANARY.png', join(root, 'relative.png'));
    symlinkSync('/etc/passwd', join(root, 'passwd.png'));
    symlinkSync('/proc/self/environ', join(root, 'environ.png'));
    symlinkSync(join(above, 'media-private'), join(root, 'testing'));
    for (const name of ['link', 'relative', 'passwd', 'environ'])
      expect(await found(root, named(name))).toBeUndefined();
    expect(await found(join(root), named('s', { category: 'testing' }))).toBe('fine');
    symlinkSync('s.png', join(root, 'inside.png'));
    expect(await found(root, named('inside'))).toBe('fine');
  });

  it('is not opened by replacing a file with a link meanwhile', async () => {
    const { above, root } = folders();
    const media = new MediaFolders();
    const path = join(root, 'swap.png');
    put(path, 'fine');
    const stopped = new AbortController();
    const swapping = (async () => {
      for (let turn = 0; !stopped.signal.aborted; turn++) {
        const aside = join(above, 'aside');
        if (turn % 2 === 0) symlinkSync(join(above, 'CANARY.png'), aside);
        else put(aside, 'fine');
        renameSync(aside, path);
        await new Promise(setImmediate);
      }
    })();
    for (let turn = 0; turn < 500; turn++) {
      const file = await media.open(root, named('swap'), groups);
      if (file === undefined) continue;
      const text = (await file.handle.readFile()).toString('latin1');
      await file.handle.close();
      expect(text).not.toContain('CANARY');
    }
    stopped.abort();
    await swapping;
  });

  it('is not needed: a root that is a link, or has a trailing slash, is accepted', async () => {
    const { above, root } = folders();
    symlinkSync(root, join(above, 'way'));
    expect(await found(join(above, 'way'), named('s'))).toBe('fine');
    expect(await found(`${root}/`, named('s'))).toBe('fine');
    expect(await found(join(above, 'nowhere'), named('s'))).toBeUndefined();
    expect(await found(undefined, named('s'))).toBeUndefined();
  });
});

describe('something that is not a regular file', () => {
  it('is not served and does not block requests', async () => {
    const folder = newFolder();
    execFileSync('mkfifo', [join(folder, 'pipe.png')]);
    mkdirSync(join(folder, 'folder.png'));
    symlinkSync('/dev/zero', join(folder, 'zero.png'));
    const socket = createServer();
    await new Promise<void>((resolve) => socket.listen(join(folder, 'socket.png'), resolve));
    for (const name of ['pipe', 'folder', 'zero', 'socket'])
      expect(await found(folder, named(name))).toBeUndefined();
    await new Promise((resolve) => socket.close(resolve));
  });

  it('may disappear between the listing and the opening', async () => {
    const folder = newFolder();
    const media = new MediaFolders();
    put(join(folder, 'a.png'));
    await (await media.open(folder, named('a'), groups))?.handle.close();
    unlinkSync(join(folder, 'a.png'));
    expect(await media.open(folder, named('a'), groups)).toBeUndefined();
  });
});

describe('the type', () => {
  it('is detected from the content, not from the name', async () => {
    const folder = newFolder();
    put(join(folder, 'a.html'), 'fine');
    writeFileSync(join(folder, 'b.png'), '<!doctype html><script>1</script>');
    writeFileSync(join(folder, 'c.png'), '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>');
    writeFileSync(join(folder, '.env'), 'KEY=CANARY');
    put(join(folder, '.hidden.png'));
    expect(await found(folder, named('a.html'))).toBe('fine');
    for (const name of ['b', 'c', '.env', '.hidden', '.hidden.png']) {
      expect(await found(folder, named(name))).toBeUndefined();
    }
  });

  it.each([
    ['image/png', '89504e470d0a1a0a'],
    ['image/jpeg', 'ffd8ffe000104a464946'],
    ['image/gif', '474946383961'],
    ['image/webp', '52494646000000005745425056503820'],
    ['image/bmp', `424d${'00'.repeat(40)}`],
    ['audio/wav', '524946460000000057415645666d7420'],
    ['video/mp4', '000000186674797069736f6d'],
    ['video/webm', `1a45dfa39f4286810142f7810142f2810442f381084282847765626d`],
    ['application/json', Buffer.from('\uFEFF \n{"payload":1}').toString('hex')],
  ])('%s is known', (mime, hex) => {
    expect(mediaTypeOf(Buffer.from(hex, 'hex'))?.mime).toBe(mime);
  });

  it.each([
    '',
    '<html>',
    '%PDF-1.7',
    'BMW is a car, not a bitmap, you know',
    'RIFF____AVI LIST',
    '[1,2]',
    'label,value\n',
    '\x7fELF',
    '#!/bin/sh',
    '....ftypheic',
  ])('%j is not supported', (text) => {
    expect(mediaTypeOf(Buffer.from(text, 'latin1'))).toBeUndefined();
  });
});
