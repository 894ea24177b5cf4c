/** Which codings of an answer a client takes, by its `Accept-Encoding`. */

export type Coding = 'br' | 'gzip';

/** Whether the header names the coding without refusing it. */
export function acceptsCoding(header: string | undefined, coding: Coding): boolean {
  return (header ?? '').split(',').some((item) => {
    const [name, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((part) => part.startsWith('q='))?.slice(2);
    return name === coding && (quality === undefined || Number(quality) > 0);
  });
}
