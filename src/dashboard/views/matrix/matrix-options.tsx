/** The options of the matrix: what its cells count, and the order of its labels. */
import { useChangeView } from '../../frame/url-state';
import type { MatrixOrder } from './matrix-order';

interface MatrixOptionsProps {
  /** What the cells count, as a plural. */
  unit: string;
  isShare: boolean;
  order: MatrixOrder;
}

export function MatrixOptions({ unit, isShare, order }: MatrixOptionsProps) {
  const changeView = useChangeView();
  return (
    <>
      <fieldset>
        <legend>Cells</legend>
        <Option
          name="cells"
          label={unit}
          isOn={!isShare}
          onChoose={() => changeView((state) => ({ ...state, cells: undefined }))}
        />
        <Option
          name="cells"
          label="share of row"
          isOn={isShare}
          onChoose={() => changeView((state) => ({ ...state, cells: 'share' }))}
        />
      </fieldset>
      <fieldset>
        <legend>Order</legend>
        <Option
          name="order"
          label="by confusion"
          isOn={order === 'confusion'}
          onChoose={() => changeView((state) => ({ ...state, order: undefined }))}
        />
        <Option
          name="order"
          label="by name"
          isOn={order === 'name'}
          onChoose={() => changeView((state) => ({ ...state, order: 'name' }))}
        />
      </fieldset>
    </>
  );
}

interface OptionProps {
  name: string;
  label: string;
  isOn: boolean;
  onChoose: () => void;
}

function Option({ name, label, isOn, onChoose }: OptionProps) {
  return (
    <label>
      <input type="radio" name={name} checked={isOn} onChange={onChoose} />
      {label}
    </label>
  );
}
