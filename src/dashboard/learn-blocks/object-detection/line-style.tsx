/** The four kinds of boxes, each with a distinct line, glyph and word, so that colour is never the only difference. */
import classes from './line-style.module.css';

export const boxKinds = {
  matched: { glyph: '✓', word: 'matches', dash: undefined },
  false: { glyph: '✕', word: 'false', dash: undefined },
  said: { glyph: '', word: 'said', dash: undefined },
  expected: { glyph: '', word: 'expected', dash: '6 4' },
  missed: { glyph: '○', word: 'missed', dash: '1.5 4' },
} as const;

export type BoxKind = keyof typeof boxKinds;

/** A short sample of the line that a kind of box is drawn with. */
export function LineSample({ kind, colour }: { kind: BoxKind; colour: string }) {
  return (
    <svg className={classes['sample']} width="20" height="12" aria-hidden>
      <line
        x1="1"
        x2="19"
        y1="6"
        y2="6"
        stroke={colour}
        strokeWidth="2.5"
        strokeLinecap={kind === 'missed' ? 'round' : 'butt'}
        strokeDasharray={boxKinds[kind].dash}
      />
    </svg>
  );
}
