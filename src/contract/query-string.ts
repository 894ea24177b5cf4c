/** Prints human-readable query strings. */

const readable = /%(5B|5D|2C|3A|7B|7D|2F|40|24|3B|7C|5E|60)/g;

/** A human-readable query string: brackets, commas and colons stay readable, everything else is escaped. */
export function queryString(parameters: readonly (readonly [name: string, text: string])[]): string {
  const encode = (text: string) =>
    encodeURIComponent(text.toWellFormed()).replace(readable, decodeURIComponent).replaceAll('%20', '+');
  return parameters.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&');
}
