/** Text from outside as long as a sentence bears it. */

// A label may be a page long; a sentence is not.
const mostCharacters = 120;

/** The beginning of a long text, with an ellipsis; others as they are. */
export const shortened = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
