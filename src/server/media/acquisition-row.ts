/** One row of an acquisition file, straight from its bytes: most are a list of plain numbers, the rest take `JSON.parse`. */
import { isJsonSpace, jsonBytes } from '../sources/json-bytes';

const { comma, openList, closeList } = jsonBytes;
const [minus, point, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];

/** Up to 15 digits, a number and the power of ten that divides it are exact, so that their quotient is rounded once. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, digits) => 10 ** digits);

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= zero && byte <= nine;

/** Takes the value of each cell; `NaN` for one that is no number. */
export type TakeCell = (cell: number, value: number) => void;

/** A cursor over the bytes of one row after another. */
export class RowReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  /**
   * The number of cells in a row, or in a value that stands without a row. Throws a `SyntaxError` where the bytes are
   * not JSON, and calls `onText` for a cell that is a text.
   */
  read(bytes: Uint8Array, take: TakeCell, onText: () => never): number {
    this.#bytes = bytes;
    this.#at = 0;
    return this.#plainCells(take) ?? this.#parsedCells(take, onText);
  }

  #parsedCells(take: TakeCell, onText: () => never): number {
    const row: unknown = JSON.parse(Buffer.from(this.#bytes).toString('utf8'));
    const cells: readonly unknown[] = Array.isArray(row) ? row : [row];
    for (const [cell, value] of cells.entries()) {
      if (typeof value === 'string') onText();
      take(cell, typeof value === 'number' ? value : Number.NaN);
    }
    return cells.length;
  }

  /** The same for cells that are plain numbers; `undefined` for any other row, part of which may have been taken. */
  #plainCells(take: TakeCell): number | undefined {
    const isList = this.#bytes[0] === openList;
    if (isList) this.#at = 1;
    this.#skipSpace();
    if (isList && this.#bytes[this.#at] === closeList) return 0;
    for (let cell = 0; ; cell++) {
      const value = this.#plainNumber();
      if (value === undefined) return undefined;
      take(cell, value);
      this.#skipSpace();
      const byte = this.#bytes[this.#at];
      if (byte === (isList ? closeList : undefined)) return cell + 1;
      if (!isList || byte !== comma) return undefined;
      this.#at += 1;
      this.#skipSpace();
    }
  }

  #skipSpace(): void {
    while (isJsonSpace(this.#bytes[this.#at])) this.#at += 1;
  }

  #plainNumber(): number | undefined {
    const bytes = this.#bytes;
    const isNegative = bytes[this.#at] === minus;
    const start = isNegative ? this.#at + 1 : this.#at;
    let at = start;
    let digits = 0;
    for (; isDigit(bytes[at]); at++) digits = digits * 10 + ((bytes[at] ?? zero) - zero);
    const whole = at - start;
    if (whole === 0 || (whole > 1 && bytes[start] === zero)) return undefined;
    let decimals = 0;
    if (bytes[at] === point) {
      at += 1;
      for (; isDigit(bytes[at]); at++) {
        digits = digits * 10 + ((bytes[at] ?? zero) - zero);
        decimals += 1;
      }
      if (decimals === 0) return undefined;
    }
    if (whole + decimals > exactDigits) return undefined;
    this.#at = at;
    const value = digits / (powersOfTen[decimals] ?? 1);
    return isNegative ? -value : value;
  }
}
