/** One member's bytes out of a JSON object's bytes. */
import { importLimits } from '../contract/imports';
import { scanJson, type JsonVisitor } from './sources/json-scanner';

/** The bytes of the member's value as they stand in the object; `undefined` where it has no such member. */
export function memberBytes(object: Uint8Array, name: string): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  const visitor: JsonVisitor = {
    enters: (path) => path.length === 0,
    value: ([member], bytes) => {
      if (member === name) found = bytes;
    },
  };
  scanJson(object, 'record', visitor, importLimits);
  return found;
}
