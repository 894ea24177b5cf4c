/** The mark before a value: a label's colour swatch or an outcome's glyph. */
import type { FieldName } from '../../../contract/fields';
import type { ChoiceValue } from '../../../contract/kinds/kind';
import type { LabelColours } from '../../charts/label-colours';
import { isOutcome, outcomeGlyphs } from '../../ui/outcome-glyphs';
import classes from './value-mark.module.css';

interface ValueMarkProps {
  field: FieldName;
  value: ChoiceValue;
  colours: LabelColours;
}

export function ValueMark({ field, value, colours }: ValueMarkProps) {
  if (field === 'outcome') {
    return (
      <span className={classes['glyph']} data-outcome={value} aria-hidden>
        {isOutcome(value) && outcomeGlyphs[value]}
      </span>
    );
  }
  if (field !== 'label' && field !== 'prediction') return null;
  return <span className="swatch" style={{ background: colours(value) }} aria-hidden />;
}
