/** The path of a browser on this machine, or `undefined`. */
export function findChromium(): string | undefined;
