/** One column in the columns menu: its visibility and position. */
import { Checkbox } from '@mantine/core';
import classes from './columns-menu.module.css';

interface ColumnItemProps {
  title: string;
  /** Its index among the visible ones; -1 if it is hidden. */
  index: number;
  shownCount: number;
  isPinned: boolean;
  onToggle: () => void;
  /** The button that moved it keeps the focus. */
  onMove: (step: 1 | -1, button: HTMLElement) => void;
  onPin: () => void;
}

export function ColumnItem(props: ColumnItemProps) {
  const { title, index, shownCount, isPinned, onToggle, onMove, onPin } = props;
  const isShown = index >= 0;
  const moves = [
    { step: -1, words: 'further left', glyph: '↑', isEnd: index === 0 },
    { step: 1, words: 'further right', glyph: '↓', isEnd: index === shownCount - 1 },
  ] as const;
  return (
    <li>
      <Checkbox
        size="xs"
        label={title}
        checked={isShown}
        disabled={isShown && shownCount === 1}
        onChange={onToggle}
      />
      {isShown ? (
        <span className={classes['tools']}>
          {moves.map(({ step, words, glyph, isEnd }) => (
            <button
              key={words}
              type="button"
              aria-label={`${title} ${words}`}
              // Not "disabled", because a disabled button would lose the focus on the step that reaches the end.
              aria-disabled={isEnd}
              onClick={(event) => {
                if (!isEnd) onMove(step, event.currentTarget);
              }}
            >
              {glyph}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={isPinned}
            aria-label={`Keep ${title} at the left`}
            onClick={onPin}
          >
            {isPinned ? '●' : '○'}
          </button>
        </span>
      ) : null}
    </li>
  );
}
