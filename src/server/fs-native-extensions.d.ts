/** The type of the one function that we use of a package without types. */
declare module 'fs-native-extensions' {
  /** Locks an open file for this process, or returns `false` while another one holds it. */
  export function tryLock(fd: number, options?: { shared?: boolean }): boolean;
}
