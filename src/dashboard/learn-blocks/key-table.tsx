/** Predicted and expected values, key by key. */
import { isolatedText } from '../../contract/isolated-text';
import { shownText } from '../ui/shortened-text';
import { useShownPart } from '../ui/show-more';
import classes from './key-table.module.css';

const shownAtFirst = 20;
const verdicts = { right: ['✓', 'as expected'], wrong: ['✕', 'not as expected'] } as const;

interface KeyRow {
  key: string;
  /** `null`: a value was expected but not predicted. */
  value: string | null;
  expected: string | null;
  /** `null`: not judged. */
  correct: boolean | null;
}

export function KeyTable({ rows }: { rows: readonly KeyRow[] }) {
  const { shown, more } = useShownPart(rows, shownAtFirst);
  const hasExpected = rows.some(({ expected }) => expected !== null);
  return (
    <>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Said</th>
            {hasExpected && <th scope="col">Expected</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, value, expected, correct }) => {
            const verdict = correct === null ? null : correct ? 'right' : 'wrong';
            return (
              <tr key={key}>
                <th scope="row">{shownText(key)}</th>
                <td data-verdict={verdict}>
                  {verdict !== null && (
                    <>
                      <span aria-hidden>{verdicts[verdict][0]} </span>
                      <span className="visually-hidden">{verdicts[verdict][1]}: </span>
                    </>
                  )}
                  {value === null ? 'nothing' : isolatedText(shownText(value))}
                </td>
                {hasExpected && <td className="dim">{expected === null ? '–' : shownText(expected)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {more}
    </>
  );
}
