/** The path of a browser on this machine, or `undefined`. */
export function findChromium(): string | undefined;
/** The browser for tests, which need no window: the lightest that is installed. */
export declare function findTestChromium(): string | undefined;
