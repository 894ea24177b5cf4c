/** Exclusions (parameters `not.<parameter>` of choice fields, which leave samples out) and their codec. */
import type { ChoiceField } from './field';
import { choiceFieldNames, fields, type ChoiceFieldName } from './fields';
import { choice, choiceWords } from './kinds/choice';
import type { ChoiceValue, ParameterDoc, Problem, ReadParameter } from './kinds/kind';

/** The excluded values of each choice field; a sample that has any of them is left out. */
export type Exclusions = { readonly [Name in ChoiceFieldName]?: readonly ChoiceValue[] };

/** A choice field under the parameter name of its exclusion, for reading and printing. */
function exclusionOf(name: ChoiceFieldName): ChoiceField {
  const { title, help, parameter }: ChoiceField = fields[name];
  const { options, nullable }: ChoiceField = fields[name];
  return {
    kind: 'choice',
    title,
    help: `Leaves out every sample with any of these values. ${help}`,
    parameter: `not.${parameter}`,
    form: 'bare-list',
    ...(options && { options }),
    ...(nullable !== undefined && { nullable }),
    sidebar: 'hidden',
    from: 'derived',
  };
}

export const exclusionParameters: readonly string[] = choiceFieldNames.map(
  (name) => exclusionOf(name).parameter,
);

/** The exclusions that a query string sets. */
export function readExclusions(read: ReadParameter, problems: Problem[]): Exclusions {
  return Object.fromEntries(
    choiceFieldNames.flatMap((name) => {
      const values = choice.parse(exclusionOf(name), read, problems);
      return values === undefined ? [] : [[name, values]];
    }),
  );
}

/** The shortest parameters for all exclusions. */
export const printExclusions = (not: Exclusions): [string, string][] =>
  choiceFieldNames.flatMap((name) => {
    const values = not[name];
    return values === undefined ? [] : choice.print(exclusionOf(name), values);
  });

/** One exclusion in words, such as "Device is not north". */
export const exclusionSentence = (name: ChoiceFieldName, values: readonly ChoiceValue[]): string =>
  `${fields[name].title} is not ${choiceWords(fields[name], values)}`;

/** The parameters of all exclusions as the documentation lists them. */
export const exclusionDocs = (): ParameterDoc[] =>
  choiceFieldNames.flatMap((name) => choice.parameters(exclusionOf(name)));
