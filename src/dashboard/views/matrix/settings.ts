/** The settings of the matrix view in the URL. */
import { choiceSetting } from '../view-settings';

export const cellsSetting = choiceSetting({
  name: 'matrix.cells',
  oldName: 'cells',
  values: ['count', 'share'],
  help: 'What the cells of the matrix show: the number of verdicts, or its share of the row.',
});

export const orderSetting = choiceSetting({
  name: 'matrix.order',
  oldName: 'order',
  values: ['confusion', 'name'],
  help: 'The order of its labels: those that are confused most often first, or by name.',
});
