/** Reads objects of one place in a record, whose writers mostly write the same names in the same order. */
import { jsonBytes } from '../json-bytes';
import { refuse, stretchOf, type ByteCursor, type Stretch } from './byte-cursor';
import type { ShapeReader } from './shape-reader';

const { quote, comma, colon, openObject, closeObject } = jsonBytes;

/** What is known of a member by its name. */
interface Member {
  reader: ShapeReader;
  /** Otherwise it is only looked at. */
  isKept: boolean;
  isRequired: boolean;
}

/** A member that has come in an object of the place. */
interface Field extends Member {
  name: string;
  /** The name as it mostly stands in a file, with quotes and colon. */
  bytes: Stretch;
  /** Its place among those that have come. */
  place: number;
  /** The number of the last object that had it. */
  seen: number;
}

/** Objects with more names than these, all together, are left to the slow reading. */
const namesMost = 2000;
/** The next name is mostly the one that came behind the last before, or one of the next. */
const namesAhead = 16;

class Fields {
  readonly #fields: Field[] = [];
  readonly #byName = new Map<string, Field>();
  readonly #memberOf: (name: string) => Member;

  constructor(memberOf: (name: string) => Member) {
    this.#memberOf = memberOf;
  }

  /** The field whose name begins at the cursor, mostly the one at `expected`; moves behind the colon. */
  take(cursor: ByteCursor, expected: number): Field {
    const field = this.#fields[expected];
    return field !== undefined && cursor.takeAll(field.bytes) ? field : this.#find(cursor, expected);
  }

  #find(cursor: ByteCursor, expected: number): Field {
    const last = Math.min(expected + namesAhead, this.#fields.length);
    for (let place = expected + 1; place < last; place++) {
      const field = this.#fields[place];
      if (field !== undefined && cursor.takeAll(field.bytes)) return field;
    }
    if (cursor.next() !== quote) refuse();
    const name = cursor.text();
    cursor.take(colon);
    return this.#byName.get(name) ?? this.#add(name);
  }

  #add(name: string): Field {
    const place = this.#fields.length;
    // Where a value gets this name, it is no member but what the value is made after.
    if (place >= namesMost || name === '__proto__') refuse();
    const bytes = stretchOf(Buffer.from(`${JSON.stringify(name)}:`));
    const field = { name, bytes, place, seen: 0, ...this.#memberOf(name) };
    this.#fields.push(field);
    this.#byName.set(name, field);
    return field;
  }
}

type Values = Record<string, unknown>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/** An object with these names, made in one go: one that gets many of them one by one becomes slow to use. */
function blankOf(names: readonly string[]): Values {
  const blank: unknown = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`);
  return isValues(blank) ? blank : {};
}

/** An object with more members is begun as a copy of a blank one. */
const fewMembers = 12;
/** Where one that does not fit comes more often than after so many that do, no copies are made any more. */
const misfit = 10;
const fitsMost = 100;

/** A reader of objects; `required` is how many members must be there. */
export function objectReader(memberOf: (name: string) => Member, required: number): ShapeReader {
  const fields = new Fields(memberOf);
  let objects = 0;
  /** The names of the last object that had many, and a blank one with them. */
  let names: readonly string[] = [];
  let blank: Values = {};
  let fits = 0;

  /** Reads into the value; whether it got the names of the blank one, in their order. */
  function readInto(cursor: ByteCursor, value: Values): boolean {
    const object = ++objects;
    let isSame = true;
    let kept = 0;
    let found = 0;
    let expected = 0;
    cursor.take(openObject);
    if (cursor.next() === closeObject) {
      cursor.at += 1;
      return required === 0 ? names.length === 0 : refuse();
    }
    for (;;) {
      const field = fields.take(cursor, expected);
      const { reader, name } = field;
      if (field.seen === object) refuse();
      field.seen = object;
      expected = field.place + 1;
      cursor.next();
      const inside = reader.read(cursor);
      if (field.isKept) {
        value[name] = inside;
        if (names[kept] !== name) isSame = false;
        kept += 1;
      }
      if (field.isRequired) found += 1;
      const byte = cursor.next();
      cursor.at += 1;
      if (byte === closeObject) break;
      if (byte !== comma || cursor.next() !== quote) refuse();
    }
    if (found !== required) refuse();
    if (names.length === 0 && kept > fewMembers && fits >= 0) {
      names = Object.keys(value);
      blank = blankOf(names);
    }
    return isSame && kept === names.length;
  }

  return {
    begins: (byte) => byte === openObject,
    read(cursor) {
      if (names.length === 0) {
        const value: Values = {};
        readInto(cursor, value);
        return value;
      }
      const start = cursor.at;
      const value = { ...blank };
      if (readInto(cursor, value)) {
        fits = Math.min(fits + 1, fitsMost);
        return value;
      }
      // Another set of names, or another order.
      fits -= misfit;
      names = [];
      cursor.at = start;
      return this.read(cursor);
    },
  };
}
