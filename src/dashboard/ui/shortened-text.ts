/** Shortens text from outside for use in a sentence, or on its own. */
import { parameterLimits } from '../../contract/kinds/kind';

// A label may be as long as a page, but a sentence may not.
const mostCharacters = 120;

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** The beginning of a long text, with an ellipsis; other texts are unchanged. */
export const shortened = (text: string): string => cut(text, mostCharacters);

/**
 * The same for a text that is shown on its own: unchanged if it can be a filter value, since megabytes in a line
 * freeze a browser.
 */
export const shownText = (text: string): string => cut(text, parameterLimits.textLength);
