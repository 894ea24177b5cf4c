/** One more field, learn block, view, endpoint and file format: the files and lines that each needs. */

export interface Addition {
  what: string;
  /** The contents of new files, by path. */
  files: Readonly<Record<string, string>>;
  /** Lines in existing files: each is inserted before the first occurrence of a text, or replaces it. */
  lines: readonly Line[];
  /** The file without whose lines the types must not check; absent: nothing else refers to the addition. */
  forgotten?: string;
}

interface Line {
  path: string;
  text: string;
  before?: string;
  instead?: string;
}

const learnBlockRule = `/** The rule of ranking blocks, which judges nothing. */
import { unknownReasons } from '../outcome';
import { newVerdict } from '../verdict';
import type { LearnBlock } from './learn-block';
import { setUnknown } from './verdict-result';

export const ranking: LearnBlock = {
  title: 'Ranking',
  types: ['keras-ranking'],
  unit: 'window',
  isOneWord: true,
  saysLabels: true,
  hasClasses: false,
  confidence: () => null,
  mainRole: null,
  thresholds: () => [],
  detector: null,
  isSpokenOf: () => () => false,
  judge: ({ id }) => (index, _prediction, verdicts) => {
    const verdict = newVerdict(id, index);
    setUnknown(verdict, unknownReasons.noScores);
    verdicts.push(verdict);
    return null;
  },
  textOf: () => null,
};
`;

const learnBlockDisplay = `/** The panel of ranking blocks. */
import { labelSentence } from '../label-sentence';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';

function RankingPanel({ window }: LearnBlockPanelProps) {
  return <p>{window.prediction}</p>;
}

export const ranking: LearnBlockDisplay = {
  heading: 'Ranks',
  panel: RankingPanel,
  overlay: null,
  sentence: (judged) => labelSentence(judged),
};
`;

const viewSettings = `/** The settings of the timeline in the URL. */
import { choiceSetting } from '../view-settings';

export const stepSetting = choiceSetting({
  name: 'timeline.step',
  values: ['day', 'week'],
  help: 'The length of a step.',
});
`;

const view = `/** The samples by the time when they were added. */
import type { ViewProps } from '../view';
import { useSetting } from '../view-settings';
import { stepSetting } from './settings';

export function TimelineView({ view }: ViewProps) {
  return <p>By {useSetting(view, stepSetting)}</p>;
}
`;

const route = `/** The version of the server. */
import { jsonAnswer } from '../http/answers';
import type { Handler } from '../http/app-context';
import { packageVersion } from '../package-root';

/** \`GET /v1/api/second-look/version\` */
export const version = (): Handler => () => jsonAnswer({ success: true, version: packageVersion });
`;

const endpoint = `  version: {
    method: 'get',
    path: endpointPaths.version,
    example: '/v1/api/second-look/version',
    group: 'second-look',
    summary: 'The version of the server.',
    takes: 'nothing',
    answer: successSchema.extend({ version: z.string().describe('The version.') }),
  },
`;

const format = `/** Tables of comma-separated values. */
import { SecondLookError } from '../../../contract/errors';
import type { ImportFormat } from './import-format';

export const table: ImportFormat = {
  isShownBy: () => false,
  isNamed: (name) => /\\.csv$/i.test(name),
  async stage({ file }, { drain }) {
    await drain();
    throw new SecondLookError('bad-parameter', \`\${file}: tables cannot be read yet.\`);
  },
};
`;

const field = `  sensorCount: {
    title: 'Sensors',
    kind: 'range',
    parameters: ['minSensors', 'maxSensors'],
    lower: '>=',
    help: 'How many sensors the sample has.',
    sortable: true,
    sidebar: 'closed',
    from: (sample) => sample.sensors?.length ?? null,
  },
`;

// A field is described twice: for the product, and for the independent loop and the random queries that it is
// compared with.
const judge = 'src/server/store/conformance/judge/plain-loop-values.ts';
const queries = 'src/server/store/conformance/fixtures/arbitrary-queries.ts';
const panels = 'src/dashboard/learn-blocks/registry.ts';
const rules = 'src/domain/learn-blocks/registry.ts';
const views = 'src/dashboard/views/registry.ts';
const app = 'src/server/http/app.ts';
const formats = 'src/server/import/formats/registry.ts';

export const additions: readonly Addition[] = [
  {
    what: 'a field',
    files: {},
    lines: [
      { path: 'src/contract/fields.ts', text: field, before: '  filename: {\n' },
      { path: judge, text: '    sensorCount: sample.sensors?.length,\n', before: '    length: sample' },
      { path: queries, text: "    sensorCount: range('sensorCount'),\n", before: '    length: range' },
    ],
    forgotten: judge,
  },
  {
    what: 'a learn block',
    files: {
      'src/domain/learn-blocks/ranking.ts': learnBlockRule,
      'src/dashboard/learn-blocks/ranking/ranking.tsx': learnBlockDisplay,
    },
    lines: [
      { path: rules, text: "import { ranking } from './ranking';\n", before: 'import { regression }' },
      { path: rules, text: '  ranking,\n', before: '  regression,\n' },
      {
        path: panels,
        text: "import { ranking } from './ranking/ranking';\n",
        before: 'import { regression }',
      },
      { path: panels, text: '  ranking,\n', before: '  regression,\n' },
    ],
    forgotten: panels,
  },
  {
    what: 'a view with a setting',
    files: {
      'src/dashboard/views/timeline/timeline-view.tsx': view,
      'src/dashboard/views/timeline/settings.ts': viewSettings,
    },
    lines: [
      {
        path: views,
        text: "import { stepSetting } from './timeline/settings';\nimport { TimelineView } from './timeline/timeline-view';\n",
        before: 'import type { View }',
      },
      {
        path: views,
        text: "  { name: 'timeline', title: 'Timeline', shortcut: 't', component: TimelineView, settings: [stepSetting] },\n",
        before: '] as const satisfies',
      },
    ],
  },
  {
    what: 'an endpoint',
    files: { 'src/server/routes/version.ts': route },
    lines: [
      {
        path: 'src/contract/endpoints/endpoint-paths.ts',
        text: "  version: '/v1/api/second-look/version',\n",
        before: '} as const;',
      },
      { path: 'src/contract/endpoints/own-endpoints.ts', text: endpoint, before: '} as const satisfies' },
      { path: app, text: "import { version } from '../routes/version';\n", before: 'import type { Store }' },
      { path: app, text: '  version,\n', before: '} as const satisfies' },
    ],
    forgotten: app,
  },
  {
    what: 'a file format',
    files: { 'src/server/import/formats/table.ts': format },
    lines: [
      { path: formats, text: "import { table } from './table';\n", before: '\nexport const formats' },
      { path: formats, text: '{ lines, table, ', instead: '{ lines, ' },
    ],
  },
];
