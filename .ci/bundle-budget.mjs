// Adds up the gzipped JavaScript that the built page loads before its first paint, and the page's styles, and fails
// above the budgets.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

const budget = 250_000;
const stylesBudget = 130_000;
const root = 'dist/dashboard';

/** The files named in the page itself: scripts, and preloaded modules. */
function namedInPage(html) {
  const tags = html.match(/<(script|link)\b[^>]*>/gi) ?? [];
  return tags.flatMap((tag) => {
    if (/^<link/i.test(tag) && !/\brel=["']?modulepreload/i.test(tag)) return [];
    const address = /\b(?:src|href)=["']?([^"'\s>]+)/i.exec(tag)?.[1];
    return address === undefined ? [] : [address.replace(/^\//, '')];
  });
}

/** The files that a module imports statically; dynamic imports, for example of views, do not count. */
function importedBy(file, source) {
  const { module } = parseSync(file, source);
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ];
  return names.map((name) => (name.startsWith('.') ? join(dirname(file), name) : name.replace(/^\//, '')));
}

const page = join(root, 'index.html');
if (!existsSync(page)) {
  process.stderr.write(`${page} is missing; run "npm run build" first.\n`);
  process.exit(1);
}
const waiting = namedInPage(readFileSync(page, 'utf8')).map((name) => normalize(name));
if (waiting.length === 0) {
  process.stderr.write(`${page} names no script: there is nothing to measure.\n`);
  process.exit(1);
}
const sizes = new Map();
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (sizes.has(file)) continue;
  const source = readFileSync(join(root, file));
  sizes.set(file, gzipSync(source).length);
  waiting.push(...importedBy(file, source.toString('utf8')));
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const [file, bytes] of [...sizes].sort((one, other) => other[1] - one[1])) {
  process.stdout.write(`${kilobytes(bytes).padStart(9)}  ${file}\n`);
}
const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
const verdict = total <= budget ? 'within' : 'ABOVE';
process.stdout.write(
  `First load: ${kilobytes(total)} of JavaScript, gzipped, in ${sizes.size} files; ${verdict} the budget of ${kilobytes(budget)}.\n`,
);

// The first paint needs one style sheet; those of views are loaded with them and are few, so all are counted.
const assets = join(root, 'assets');
const styles = readdirSync(assets).filter((name) => name.endsWith('.css'));
const stylesTotal = styles.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
const stylesVerdict = stylesTotal <= stylesBudget ? 'within' : 'ABOVE';
process.stdout.write(
  `Styles: ${kilobytes(stylesTotal)} in ${styles.length} files; ${stylesVerdict} the budget of ${kilobytes(stylesBudget)}.\n`,
);
if (total > budget || stylesTotal > stylesBudget) process.exit(1);
