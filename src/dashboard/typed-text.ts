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

/**
 * The typing in the light of what the URL says: the same while nothing new came, kept while its own texts arrive,
 * `null` once it came home whole or the URL was changed by something else, which wins.
 */
export function followUrl(typed: TypedText | null, inUrl: string): TypedText | null {
  if (typed === null) return null;
  const isHome = typed.text === inUrl && typed.written.at(-1) === inUrl;
  if (isHome) return null;
  if (inUrl === typed.base) return typed;
  const at = typed.written.indexOf(inUrl);
  return at < 0 ? null : { text: typed.text, base: inUrl, written: typed.written.slice(at + 1) };
}
