/** The settings of views in the URL: how a view declares them, and how its components read and change them. */
import { useCallback, useMemo } from 'react';
import { isolatedText } from '../../contract/isolated-text';
import type { ViewState } from '../../contract/view-state';
import { useChangeView, type ChangeOptions } from '../frame/url-state';

/** What a text in the URL means. */
interface Parsed<Value> {
  value: Value;
  /** What the text must be, if it or a part of it had to be ignored. */
  problem: string | null;
}

/** A setting, without the type of its value. */
export interface SettingDeclaration {
  /** Its parameter in the URL: `<view>.<setting>`. */
  name: string;
  /** A former name, which is still read. */
  oldName?: string;
  /** What the parameter may be, and what it does; for the README. */
  allowed: string;
  help: string;
  parse: (text: string) => Parsed<unknown>;
}

export interface Setting<Value> extends SettingDeclaration {
  /** The value if the URL has none. */
  initial: Value;
  parse: (text: string) => Parsed<Value>;
  /** `undefined`: the URL needs no parameter. */
  print: (value: Value) => string | undefined;
}

interface ChoiceOptions<Word> extends Pick<SettingDeclaration, 'name' | 'oldName' | 'help'> {
  /** The first one is the default. */
  values: readonly [Word, ...Word[]];
}

/** A setting that is one of several words. */
export function choiceSetting<Word extends string>({ values, ...names }: ChoiceOptions<Word>): Setting<Word> {
  const [initial] = values;
  const allowed = values.join(' or ');
  return {
    ...names,
    allowed,
    initial,
    parse: (text) => {
      const value = values.find((known) => known === text);
      return value === undefined ? { value: initial, problem: allowed } : { value, problem: null };
    },
    print: (value) => (value === initial ? undefined : value),
  };
}

function textIn({ settings }: ViewState, { name, oldName = name }: SettingDeclaration): string | undefined {
  return settings.get(name) ?? settings.get(oldName);
}

const valueOf = <Value>(text: string | undefined, setting: Setting<Value>): Value =>
  text === undefined ? setting.initial : setting.parse(text).value;

/** The value of a setting in the URL. */
export const settingIn = <Value>(view: ViewState, setting: Setting<Value>): Value =>
  valueOf(textIn(view, setting), setting);

/** The same; the same object until the text of the setting changes. */
export function useSetting<Value>(view: ViewState, setting: Setting<Value>): Value {
  const text = textIn(view, setting);
  return useMemo(() => valueOf(text, setting), [setting, text]);
}

/** The settings with another value of one of them, under its current name. */
export function withSetting<Value>(
  settings: ViewState['settings'],
  setting: Setting<Value>,
  value: Value,
): ViewState['settings'] {
  const { name, oldName } = setting;
  const others = [...settings].filter(([other]) => other !== name && other !== oldName);
  const text = setting.print(value);
  return new Map(text === undefined ? others : [...others, [name, text]]);
}

/** A function that changes a setting in the URL. */
export function useChangeSetting<Value>(
  setting: Setting<Value>,
): (value: Value, options?: ChangeOptions) => void {
  const changeView = useChangeView();
  return useCallback(
    (value, options) =>
      changeView((state) => ({ ...state, settings: withSetting(state.settings, setting, value) }), options),
    [changeView, setting],
  );
}

/** The maximum number and length of the names in a sentence. */
const mostNames = 5;
const longestName = 60;

/** Names from the URL as a list in a sentence. */
export function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `"${isolatedText(name.slice(0, longestName))}"`);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
