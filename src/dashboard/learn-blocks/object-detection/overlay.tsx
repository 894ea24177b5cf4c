/** The overlay of object detection: expected boxes, and predicted boxes or centres with their matches. */
import { isolatedText } from '../../../contract/isolated-text';
import { formatCount, formatScore } from '../../ui/numbers-in-words';
import type { BlockResult } from '../learn-block-display';
import { percent, type OverlayLayer, type OverlayProps, type PictureOverlay } from '../picture-overlay';
import { boxVerdicts, type BoxVerdicts, type SaidBox, type TruthBox } from './box-verdicts';
import { boxKinds, LineSample, type BoxKind } from './line-style';
import classes from './overlay.module.css';

const layers = { expected: 'Expected', said: 'Said' } as const;

interface BoxesProps extends OverlayProps {
  boxes: BoxVerdicts;
}

const centreOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  cx: percent(x + width / 2),
  cy: percent(y + height / 2),
});

// More tags than this would hide the picture; the list names the rest.
const mostTags = 12;
/** More boxes than this would hide the picture as well, and are slow to draw. */
const mostBoxes = 500;

/** The first boxes, and the highlighted one. */
const drawnBoxes = <Drawn extends SaidBox | TruthBox>(boxes: readonly Drawn[], highlighted: string | null) =>
  boxes.filter(({ id }, at) => at < mostBoxes || id === highlighted);

interface OutlineProps {
  box: SaidBox | TruthBox;
  kind: BoxKind;
  colour: string;
  isCentre: boolean;
  isBold: boolean;
}

/** A box's outline, or the mark of its centre; a dark line below it keeps it visible on any picture. */
function Outline({ box, kind, colour, isCentre, isBold }: OutlineProps) {
  const width = isBold ? 3 : 2;
  const dash = boxKinds[kind].dash;
  const cap = kind === 'missed' ? 'round' : 'butt';
  const shape = (stroke: string, strokeWidth: number) => {
    const style = { fill: 'none', stroke, strokeWidth, strokeDasharray: dash, strokeLinecap: cap } as const;
    return isCentre ? (
      <circle {...centreOf(box)} r={isBold ? 9 : 7} {...style} />
    ) : (
      <rect
        x={percent(box.x)}
        y={percent(box.y)}
        width={percent(Math.max(0, box.width))}
        height={percent(Math.max(0, box.height))}
        {...style}
      />
    );
  };
  return (
    <>
      {shape('rgba(0, 0, 0, 0.6)', width + 2)}
      {shape(colour, width)}
    </>
  );
}

function Tag({ box, text, isCentre }: { box: SaidBox | TruthBox; text: string; isCentre: boolean }) {
  const x = isCentre ? box.x + box.width / 2 : box.x;
  const y = isCentre ? box.y + box.height / 2 : box.y;
  // Near the top or the right edge, the tag is inside the box so that it is not cut off.
  const isTop = y < 0.08;
  const isRight = x > 0.75;
  return (
    <text
      className={classes['tag']}
      x={percent(isRight && !isCentre ? x + box.width : x)}
      y={percent(y)}
      dx={isCentre ? (isRight ? -11 : 11) : 0}
      dy={isCentre ? 4 : isTop ? 14 : -5}
      textAnchor={isRight ? 'end' : 'start'}
    >
      {text}
    </text>
  );
}

const short = (label: string) => isolatedText(label.length > 18 ? `${label.slice(0, 17)}…` : label);

function Truths({ boxes, colours, highlight }: BoxesProps) {
  return drawnBoxes(boxes.truths, highlight.id).map((box) => {
    const kind = box.isFound === false ? 'missed' : 'expected';
    const isCentre = boxes.byCentre && !(box.width > 0 && box.height > 0);
    const isBold = highlight.id === box.id;
    return (
      <g key={box.id} data-dimmed={highlight.id !== null && !isBold}>
        <Outline box={box} kind={kind} colour={colours(box.label)} isCentre={isCentre} isBold={isBold} />
        {(isBold || (kind === 'missed' && boxes.truths.length <= mostTags)) && (
          <Tag
            box={box}
            text={kind === 'missed' ? `○ ${short(box.label)} missed` : short(box.label)}
            isCentre={isCentre}
          />
        )}
      </g>
    );
  });
}

/** The line from a predicted centre to the truth that it matches. */
function MatchLine({ from, to }: { from: SaidBox; to: TruthBox }) {
  const [start, end] = [centreOf(from), centreOf(to)];
  const ends = { x1: start.cx, y1: start.cy, x2: end.cx, y2: end.cy };
  return (
    <>
      <line {...ends} stroke="rgba(0, 0, 0, 0.6)" strokeWidth="4" />
      <line {...ends} stroke="#fff" strokeWidth="1.5" />
      <circle cx={end.cx} cy={end.cy} r="3" fill="#fff" stroke="rgba(0, 0, 0, 0.6)" />
    </>
  );
}

function Said({ boxes, colours, highlight, isShown }: BoxesProps) {
  return drawnBoxes(boxes.said, highlight.id).map((box) => {
    const kind: BoxKind = box.isMatched === null ? 'said' : box.isMatched ? 'matched' : 'false';
    const isBold = highlight.id === box.id;
    const truth = box.truth === null ? undefined : boxes.truths[box.truth];
    const { glyph } = boxKinds[kind];
    return (
      <g key={box.id} data-dimmed={highlight.id !== null && !isBold}>
        {boxes.byCentre && truth !== undefined && isShown(layers.expected) && (
          <MatchLine from={box} to={truth} />
        )}
        <Outline
          box={box}
          kind={kind}
          colour={colours(box.label)}
          isCentre={boxes.byCentre}
          isBold={isBold}
        />
        {(isBold || boxes.said.length <= mostTags) && (
          <Tag
            box={box}
            text={`${glyph} ${short(box.label)} ${formatScore(box.score)}`.trim()}
            isCentre={boxes.byCentre}
          />
        )}
      </g>
    );
  });
}

const layerOf = (kind: keyof typeof layers): OverlayLayer => ({
  name: layers[kind],
  sample: <LineSample kind={kind} colour="currentColor" />,
});

/** The boxes of one window; `null` if there are none. */
export function boxOverlay({ entry, block, part }: BlockResult): PictureOverlay | null {
  const boxes = boxVerdicts(block, entry.result.sample, part);
  const { said, truths } = boxes;
  if (said.length + truths.length === 0) return null;
  return {
    layers: [
      ...(truths.length === 0 ? [] : [layerOf('expected')]),
      ...(said.length === 0 ? [] : [layerOf('said')]),
    ],
    isFilled: false,
    draw: (props) => (
      <>
        {props.isShown(layers.expected) && <Truths {...props} boxes={boxes} />}
        {props.isShown(layers.said) && <Said {...props} boxes={boxes} />}
      </>
    ),
    note:
      Math.max(truths.length, said.length) <= mostBoxes
        ? null
        : `Only ${formatCount(mostBoxes)} boxes of each kind are drawn, and the one that you point at in the list.`,
  };
}
