/** Looks up the words of an index by code, and codes by word; a small dictionary is read completely. */
import { memoized } from '../memoized';
import { ask, type SqlIndex } from './sql-index';
import { column, firstRareOwner, tables } from './schema';
import { allOf, isOneOf, type Fragment } from './statement';

/** A dictionary with at most this many words, and characters, is read completely. */
const rememberedMost = 100_000;
const rememberedCharacters = 4_000_000;

/** Codes of one owner. */
export interface OwnerCodes {
  owner: number;
  codes: readonly number[];
}

export interface Dictionary {
  /** The codes of words; words that the owner does not have are left out. */
  codesOf: (owner: number, words: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** The words of codes, by owner. Throws if the index lacks one. */
  wordsOf: (wanted: readonly OwnerCodes[]) => Promise<(owner: number, code: number) => string>;
  /** The owners with words that contain the folded text, and the codes of these words. */
  codesContaining: (owners: Fragment, text: string) => Promise<OwnerCodes[]>;
  /** The owner of a metadata key; `undefined` for a key that no sample has. */
  ownerOfKey: (key: string) => Promise<number | undefined>;
}

/** The dictionary of an index. */
export function createDictionary(index: SqlIndex): Dictionary {
  const { owner: ownerColumn, code: codeColumn, word: wordColumn, folded, name } = column;
  const codes = new Map<string, number>();
  const words = new Map<string, string>();

  /** Reads all words if there are few, so that most answers need no look-up. Returns whether it did. */
  async function readAll(): Promise<boolean> {
    const from = `FROM ${tables.words} WHERE ${ownerColumn} < ${firstRareOwner}`;
    const size = await ask(
      index,
      () => `SELECT count(*)::DOUBLE, coalesce(sum(length(${wordColumn})), 0)::DOUBLE ${from}`,
    );
    const [count = 0, characters = 0] = [size.numbers(0)[0], size.numbers(1)[0]];
    if (count >= rememberedMost || characters > rememberedCharacters) return false;
    const answer = await ask(index, () => `SELECT ${ownerColumn}, ${codeColumn}, ${wordColumn} ${from}`);
    const [owners, ofWords] = [answer.numbers(0), answer.numbers(1)];
    answer.texts(2).forEach((word, at) => {
      words.set(`${owners[at]} ${ofWords[at]}`, word);
      codes.set(`${owners[at]} ${word}`, ofWords[at] ?? 0);
    });
    return true;
  }
  const readings = new Map<string, Promise<boolean>>();
  const hasAll = () => memoized(readings, 'all', readAll);

  return {
    async codesOf(owner, wanted) {
      if (wanted.length === 0) return new Map();
      if ((await hasAll()) && owner < firstRareOwner) {
        const known = wanted.map((word) => [word, codes.get(`${owner} ${word}`)] as const);
        return new Map(known.flatMap(([word, code]) => (code === undefined ? [] : [[word, code]])));
      }
      const isWanted = allOf([isOneOf(ownerColumn, [owner]), isOneOf(wordColumn, wanted)]);
      const answer = await ask(
        index,
        (bind) => `SELECT ${wordColumn}, ${codeColumn} FROM ${tables.words} WHERE ${isWanted(bind)}`,
      );
      const numbers = answer.numbers(1);
      return new Map(answer.texts(0).map((word, at) => [word, numbers[at] ?? 0]));
    },
    async wordsOf(wanted) {
      await hasAll();
      const found = new Map<string, string>();
      // Joined to a list: as conditions, thousands of codes of dozens of owners exceeded the memory limit.
      const unknown = wanted
        .flatMap(({ owner, codes: ofOwner }) => ofOwner.map((code) => [owner, code] as const))
        .filter(([owner, code]) => !words.has(`${owner} ${code}`));
      if (unknown.length > 0) {
        const answer = await ask(
          index,
          (bind) =>
            `SELECT ${ownerColumn}, ${codeColumn}, ${wordColumn} FROM ${tables.words} JOIN ` +
            `${index.dialect.ownerCodes(unknown, bind)} USING (${ownerColumn}, ${codeColumn})`,
        );
        const [owners, ofWords] = [answer.numbers(0), answer.numbers(1)];
        answer.texts(2).forEach((word, at) => found.set(`${owners[at]} ${ofWords[at]}`, word));
      }
      return (owner, code) => {
        const key = `${owner} ${code}`;
        const word = words.get(key) ?? found.get(key);
        if (word === undefined) throw new Error(`The index has no word ${code} of owner ${owner}`);
        return word;
      };
    },
    async codesContaining(owners, text) {
      const answer = await ask(
        index,
        (bind) =>
          `SELECT ${ownerColumn}, ${codeColumn} FROM ${tables.words} WHERE (${owners(bind)}) ` +
          `AND ${index.dialect.contains(folded, bind(text))} ORDER BY ${ownerColumn}, ${codeColumn}`,
      );
      const [found, ofWords] = [answer.numbers(0), answer.numbers(1)];
      const byOwner = new Map<number, number[]>();
      found.forEach((owner, at) => {
        const ofOwner = byOwner.get(owner) ?? [];
        ofOwner.push(ofWords[at] ?? 0);
        byOwner.set(owner, ofOwner);
      });
      return [...byOwner].map(([owner, ofOwner]) => ({ owner, codes: ofOwner }));
    },
    async ownerOfKey(key) {
      const answer = await ask(
        index,
        (bind) => `SELECT ${ownerColumn} FROM ${tables.keys} WHERE ${name} = ${bind(key)}`,
      );
      return answer.numbers(0)[0];
    },
  };
}
