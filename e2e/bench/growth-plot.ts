/** The measurements at several sizes as an SVG of small plots next to each other, for the README. */
import type { MeasuredRow } from './measured-row';

interface Size {
  samples: number;
  rows: readonly MeasuredRow[];
}

const panel = { width: 250, height: 190, left: 46, right: 14, top: 38, bottom: 30 } as const;
const perLine = 3;

const style = `
  text { font: 11px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #1f2328 }
  .axis { stroke: #d0d7de }
  .goal { stroke: #c2410c; stroke-dasharray: 4 3 }
  .line { fill: none; stroke: #2f4fc8; stroke-width: 2 }
  .dot { fill: #2f4fc8 }
  .back { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .title { fill: #f0f6fc }
    .axis { stroke: #3d444d }
    .goal { stroke: #ff8a5c }
    .line { stroke: #8c9eff }
    .dot { fill: #8c9eff }
    .back { fill: #0d1117 }
  }`;

const short = (count: number) => {
  if (count >= 1e6) return `${count / 1e6} M`;
  return count >= 1000 ? `${count / 1000} k` : String(count);
};

const inWords = (value: number) =>
  value >= 10_000
    ? `${Math.round(value / 1000)}k`
    : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The first words of the measurement's name, in at most two lines. */
function titleLines(what: string): string[] {
  const lines = [''];
  for (const word of what.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length > 33) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.slice(0, 2);
}

function panelOf(what: string, sizes: readonly Size[]): string {
  const points = sizes.flatMap(({ samples, rows }) => {
    const row = rows.find((candidate) => candidate.what === what);
    return row === undefined ? [] : [{ samples, row }];
  });
  const [first] = points;
  if (first === undefined) return '';
  const goal = first.row.goal?.most;
  const most = Math.max(...points.map(({ row }) => row.median), goal ?? 0) * 1.1;
  const [low, high] = [sizes[0]?.samples ?? 1, sizes.at(-1)?.samples ?? 10].map(Math.log10);
  const across = panel.width - panel.left - panel.right;
  const up = panel.height - panel.top - panel.bottom;
  const x = (samples: number) =>
    panel.left + (across * (Math.log10(samples) - (low ?? 0))) / Math.max(1e-9, (high ?? 1) - (low ?? 0));
  const y = (value: number) => panel.top + up * (1 - value / most);
  const place = (at: number) => at.toFixed(1);
  const line = points.map(({ samples, row }) => `${place(x(samples))},${place(y(row.median))}`).join(' ');
  return [
    ...titleLines(what).map(
      (text, at) => `<text class="title" x="8" y="${14 + at * 13}">${escaped(text)}</text>`,
    ),
    `<line class="axis" x1="${panel.left}" x2="${panel.width - panel.right}" y1="${y(0)}" y2="${y(0)}"/>`,
    goal === undefined
      ? ''
      : `<line class="goal" x1="${panel.left}" x2="${panel.width - panel.right}" y1="${place(y(goal))}" y2="${place(y(goal))}"/>` +
        `<text x="4" y="${place(y(goal) + 4)}">${inWords(goal)}</text>`,
    `<polyline class="line" points="${line}"/>`,
    ...points.map(
      ({ samples, row }) =>
        `<circle class="dot" cx="${place(x(samples))}" cy="${place(y(row.median))}" r="3"/>` +
        `<text text-anchor="middle" x="${place(x(samples))}" y="${place(y(row.median) - 7)}">${inWords(row.median)}</text>` +
        `<text text-anchor="middle" x="${place(x(samples))}" y="${panel.height - 14}">${short(samples)}</text>`,
    ),
    `<text x="4" y="${panel.height - 30}">${first.row.unit}</text>`,
  ].join('');
}

/** A plot for each measured row; the dashed line is its goal. */
export function growthPlot(sizes: readonly Size[]): string {
  const names = [...new Set(sizes.flatMap(({ rows }) => rows.map(({ what }) => what)))];
  const panels = names.map((what, at) => {
    const [column, line] = [at % perLine, Math.floor(at / perLine)];
    return `<g transform="translate(${column * panel.width} ${line * panel.height})">${panelOf(what, sizes)}</g>`;
  });
  const width = perLine * panel.width;
  const height = Math.ceil(names.length / perLine) * panel.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="How it grows with the number of samples"><style>${style}</style><rect class="back" width="${width}" height="${height}"/>${panels.join('')}</svg>
`;
}
