/** Text from outside as long as a sentence, or a place of its own, bears it. */
import { parameterLimits } from '../contract/kinds/kind';

// A label may be a page long; a sentence is not.
const mostCharacters = 120;

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** The beginning of a long text, with an ellipsis; others as they are. */
export const shortened = (text: string): string => cut(text, mostCharacters);

/** The same for a text that stands alone: whole if a filter can have it, since megabytes in a line freeze a browser. */
export const shownText = (text: string): string => cut(text, parameterLimits.textLength);
