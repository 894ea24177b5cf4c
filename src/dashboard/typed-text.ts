/** Text that someone is typing while the URL follows a moment later: which of the two to show; pure. */

export interface TypedText {
  text: string;
  /** What the URL said when the typing stood last in step with it. */
  base: string;
  /** What was written to the URL since and may still be on its way, oldest first. */
  written: readonly string[];
}

/** The typing after one more key. */
export const typeText = (typed: TypedText | null, inUrl: string, text: string): TypedText =>
  typed === null ? { text, base: inUrl, written: [] } : { ...typed, text };

/** The typing after its text was sent on its way to the URL. */
export const sendText = (typed: TypedText): TypedText => ({
  ...typed,
  written: [...typed.written, typed.text],
});

/** The texts that are still on their way once the URL says this one: writing what it says already changes nothing. */
function stillUnderway(written: readonly string[], inUrl: string): readonly string[] {
  const next = written.findIndex((text) => text !== inUrl);
  return next < 0 ? [] : written.slice(next);
}

/**
 * The typing in the light of what the URL says: the same while nothing new came, kept while its own texts arrive one
 * after another, `null` once the last came home or the URL was changed by something else, which wins.
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
