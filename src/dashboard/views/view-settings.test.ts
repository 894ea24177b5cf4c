/** Views declare their settings; every name that a setting ever had is read, and the current one is written. */
import { expect, test } from 'vitest';
import { isReservedName, printViewState, readViewState } from '../../contract/view-state';
import { cellsSetting, orderSetting } from './matrix/settings';
import { views } from './registry';
import { columnsSetting } from './samples/settings';
import { settingIn, withSetting, type Setting } from './view-settings';

const read = (search: string) => readViewState(new URLSearchParams(search), []);
const valueIn = <Value>(search: string, setting: Setting<Value>) => settingIn(read(search), setting);

test('a setting is named after its view, and the API ignores all of its names', () => {
  for (const view of views) {
    for (const { name, oldName = name } of view.settings) {
      expect(name === 'cols' || name.startsWith(`${view.name}.`), name).toBe(true);
      expect(isReservedName(name) && isReservedName(oldName), name).toBe(true);
    }
  }
});

test('links of every age are read', () => {
  expect(valueIn('cells=share', cellsSetting)).toBe('share');
  expect(valueIn('matrix.cells=share', cellsSetting)).toBe('share');
  expect(valueIn('order=name', orderSetting)).toBe('name');
  expect(valueIn('matrix.order=name', orderSetting)).toBe('name');
  expect(valueIn('cols=id,meta.a%252Cb,label', columnsSetting)).toEqual(['id', 'meta.a,b', 'label']);
});

test('absent and invalid settings have their default', () => {
  expect(valueIn('', cellsSetting)).toBe('count');
  expect(valueIn('cells=half', cellsSetting)).toBe('count');
  expect(valueIn('order=', orderSetting)).toBe('confusion');
  expect(valueIn('cols=', columnsSetting)).toBeUndefined();
  expect(valueIn('cols=,', columnsSetting)).toBeUndefined();
});

test('a changed setting is written under its current name, and its default not at all', () => {
  const { settings } = read('cells=share&order=name&cols=id');
  const printed = (next: typeof settings) => printViewState({ settings: next });
  expect(printed(withSetting(settings, orderSetting, 'name'))).toEqual([
    ['cells', 'share'],
    ['cols', 'id'],
    ['matrix.order', 'name'],
  ]);
  expect(printed(withSetting(settings, cellsSetting, 'count'))).toEqual([
    ['order', 'name'],
    ['cols', 'id'],
  ]);
  expect(printed(withSetting(new Map(), columnsSetting, ['id', 'meta.50%,x']))).toEqual([
    ['cols', 'id,meta.50%25%2Cx'],
  ]);
  expect(printed(withSetting(settings, columnsSetting, undefined))).not.toContainEqual(['cols', 'id']);
});
