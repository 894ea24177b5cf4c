/** The outcome of a sample in words, with its glyph and colour. */
import { Fragment } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { Outcome } from '../../../domain/outcome';
import type { SentencePart } from '../../learn-blocks/label-sentence';
import { outcomeGlyphs } from '../../ui/outcome-glyphs';
import { shortened } from '../../ui/shortened-text';
import classes from './outcome-sentence.module.css';
import type { OutcomeWords } from './outcome-words';

function Part({ part }: { part: SentencePart }) {
  if (typeof part === 'string') return part;
  return (
    <b className={classes['label']} title={part.label}>
      {part.label === '' ? '(no label)' : isolatedText(shortened(part.label))}
    </b>
  );
}

export function OutcomeSentence({ outcome, words }: { outcome: Outcome; words: OutcomeWords }) {
  return (
    <p className={classes['sentence']} data-outcome={outcome}>
      <b className={classes['title']}>
        <span aria-hidden>{outcomeGlyphs[outcome]} </span>
        {words.title}
      </b>{' '}
      {words.parts.map((part, index) => (
        <Fragment key={index}>
          <Part part={part} />
        </Fragment>
      ))}
    </p>
  );
}
