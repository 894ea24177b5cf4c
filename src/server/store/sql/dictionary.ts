/** The words of an index by their codes, and codes by words, remembered while there are few of them. */
import { ask, type SqlIndex } from './sql-index';
import { column, firstRareOwner, tables } from './schema';
import { allOf, isOneOf, type Fragment } from './statement';

/** Past so many remembered words, or codes, all are forgotten; a dictionary of fewer is read whole. */
const rememberedMost = 100_000;

/** Codes of one owner. */
export interface OwnerCodes {
  owner: number;
  codes: readonly number[];
}

export interface Dictionary {
  /** The codes of words; a word that the owner lacks has none. */
  codesOf: (owner: number, words: readonly string[]) => Promise<number[]>;
  /** The words of codes, by owner. Throws where the index lacks one. */
  wordsOf: (wanted: readonly OwnerCodes[]) => Promise<(owner: number, code: number) => string>;
  /** The owners that have words which contain the folded text, with the codes of these. */
  codesContaining: (owners: Fragment, text: string) => Promise<OwnerCodes[]>;
  /** The owner of a metadata key; `undefined` for a key that no sample has. */
  ownerOfKey: (key: string) => Promise<number | undefined>;
}

/** Longer words are looked up each time, and no dictionary of more characters is read whole. */
const rememberedLength = 1000;
const rememberedCharacters = 4_000_000;

/** Remembers what was looked up under a key. */
function createMemory<Value>() {
  const values = new Map<string, Value>();
  return {
    get: (key: string) => values.get(key),
    has: (key: string) => values.has(key),
    set(key: string, value: Value): void {
      if (key.length > rememberedLength) return;
      if (values.size >= rememberedMost) values.clear();
      values.set(key, value);
    },
  };
}

/** The dictionary of an index. */
export function createDictionary(index: SqlIndex): Dictionary {
  const { owner: ownerColumn, code: codeColumn, word: wordColumn, folded, name } = column;
  const codes = createMemory<number | undefined>();
  const words = createMemory<string>();

  /** Remembers all words where there are few, so that hardly any answer waits for a look-up. */
  async function readAll(): Promise<void> {
    const from = `FROM ${tables.words} WHERE ${ownerColumn} < ${firstRareOwner}`;
    const size = await ask(
      index,
      () => `SELECT count(*)::DOUBLE, coalesce(sum(length(${wordColumn})), 0)::DOUBLE ${from}`,
    );
    const [count = 0, characters = 0] = [size.numbers(0)[0], size.numbers(1)[0]];
    if (count >= rememberedMost || characters > rememberedCharacters) return;
    const answer = await ask(index, () => `SELECT ${ownerColumn}, ${codeColumn}, ${wordColumn} ${from}`);
    const [owners, ofWords] = [answer.numbers(0), answer.numbers(1)];
    answer.texts(2).forEach((word, at) => {
      words.set(`${owners[at]} ${ofWords[at]}`, word);
      codes.set(`${owners[at]} ${word}`, ofWords[at]);
    });
  }
  let reading: Promise<void> | undefined;
  function warm(): Promise<void> {
    reading ??= readAll().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  }

  async function codesOf(owner: number, wanted: readonly string[]): Promise<number[]> {
    await warm();
    const found = new Map<string, number | undefined>();
    const unknown = wanted.filter((word) => {
      const key = `${owner} ${word}`;
      if (codes.has(key)) found.set(word, codes.get(key));
      return !codes.has(key);
    });
    if (unknown.length > 0) {
      const isWanted = allOf([isOneOf(ownerColumn, [owner]), isOneOf(wordColumn, unknown)]);
      const answer = await ask(
        index,
        (bind) => `SELECT ${wordColumn}, ${codeColumn} FROM ${tables.words} WHERE ${isWanted(bind)}`,
      );
      const numbers = answer.numbers(1);
      answer.texts(0).forEach((word, at) => found.set(word, numbers[at] ?? 0));
      for (const word of unknown) codes.set(`${owner} ${word}`, found.get(word));
    }
    return wanted.flatMap((word) => found.get(word) ?? []);
  }

  return {
    codesOf,
    async wordsOf(wanted) {
      await warm();
      const known = new Map<string, string>();
      const unknown: OwnerCodes[] = [];
      for (const { owner, codes: ofOwner } of wanted) {
        const missing = ofOwner.filter((code) => {
          const word = words.get(`${owner} ${code}`);
          if (word !== undefined) known.set(`${owner} ${code}`, word);
          return word === undefined;
        });
        if (missing.length > 0) unknown.push({ owner, codes: missing });
      }
      if (unknown.length > 0) {
        // Joined to a list: as conditions, thousands of codes of dozens of owners took more memory than there is.
        const pairs = unknown.flatMap((one) => one.codes.map((code) => [one.owner, code] as const));
        const answer = await ask(
          index,
          (bind) =>
            `SELECT ${ownerColumn}, ${codeColumn}, ${wordColumn} FROM ${tables.words} JOIN ` +
            `(VALUES ${pairs.map(([owner, code]) => `(${bind(owner)}, ${bind(code)})`).join(', ')}) ` +
            `wanted(${ownerColumn}, ${codeColumn}) USING (${ownerColumn}, ${codeColumn})`,
        );
        const [owners, ofWords] = [answer.numbers(0), answer.numbers(1)];
        answer.texts(2).forEach((word, at) => {
          known.set(`${owners[at]} ${ofWords[at]}`, word);
          if (word.length <= rememberedLength) words.set(`${owners[at]} ${ofWords[at]}`, word);
        });
      }
      return (owner, code) => {
        const word = known.get(`${owner} ${code}`);
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
