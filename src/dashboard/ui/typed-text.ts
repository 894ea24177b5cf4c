/** Text being typed while the URL follows with a delay: which of the two to show. Pure functions. */

export interface TypedText {
  text: string;
  /** The value in the URL when the typed text was last in sync with it. */
  base: string;
  /** The texts written to the URL since, which may still be pending, oldest first. */
  written: readonly string[];
}

/** The state after one more key. */
export const typeText = (typed: TypedText | null, inUrl: string, text: string): TypedText =>
  typed === null ? { text, base: inUrl, written: [] } : { ...typed, text };

/** The state after its text was sent to the URL. */
export const sendText = (typed: TypedText): TypedText => ({
  ...typed,
  written: [...typed.written, typed.text],
});

/** The texts that are still pending once the URL has this text: writing the current text again changes nothing. */
function stillUnderway(written: readonly string[], inUrl: string): readonly string[] {
  const next = written.findIndex((text) => text !== inUrl);
  return next < 0 ? [] : written.slice(next);
}

/**
 * The state given the text in the URL: the same if nothing new arrived, kept while its own texts arrive one after
 * another, `null` once the last one has arrived or the URL was changed by something else, which wins.
 */
export function followUrl(typed: TypedText | null, inUrl: string): TypedText | null {
  if (typed === null) return null;
  const isOld = inUrl === typed.base;
  const at = isOld ? 0 : typed.written.indexOf(inUrl);
  if (at < 0) return null;
  const written = stillUnderway(typed.written.slice(at), inUrl);
  if (written.length === 0 && typed.text === inUrl) return null;
  return isOld && written.length === typed.written.length ? typed : { ...typed, base: inUrl, written };
}
