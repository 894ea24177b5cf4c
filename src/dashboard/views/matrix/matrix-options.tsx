/** The options of the matrix: what its cells count, and the order of its labels. */
import { useChangeSetting } from '../view-settings';
import type { MatrixOrder } from './matrix-order';
import { cellsSetting, orderSetting } from './settings';

interface MatrixOptionsProps {
  /** What the cells count, as a plural. */
  unit: string;
  isShare: boolean;
  order: MatrixOrder;
}

export function MatrixOptions({ unit, isShare, order }: MatrixOptionsProps) {
  const changeCells = useChangeSetting(cellsSetting);
  const changeOrder = useChangeSetting(orderSetting);
  return (
    <>
      <fieldset>
        <legend>Cells</legend>
        <Option name="cells" label={unit} isOn={!isShare} onChoose={() => changeCells('count')} />
        <Option name="cells" label="share of row" isOn={isShare} onChoose={() => changeCells('share')} />
      </fieldset>
      <fieldset>
        <legend>Order</legend>
        <Option
          name="order"
          label="by confusion"
          isOn={order === 'confusion'}
          onChoose={() => changeOrder('confusion')}
        />
        <Option name="order" label="by name" isOn={order === 'name'} onChoose={() => changeOrder('name')} />
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
