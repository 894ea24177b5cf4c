/** Which part of which file a number means: two for every document, where each line of JSON Lines is a document. */
import { documentOf, type Part } from './spooled-records';

interface FileParts {
  firstDocument: number;
  /** What the even and the odd numbers of the file's parts mean. */
  parts: readonly [Part, Part];
}

export class PartTable {
  readonly #files: FileParts[] = [];
  #documents = 0;
  #last: FileParts | undefined;

  /** Adds a file that holds one page, or both answers; returns the numbers of its parts. */
  addPage(file: string, holdsBoth: boolean): { page: number; result: number } {
    const within = (name: 'page' | 'result'): Part =>
      holdsBoth ? { file, format: 'page', within: name } : { file, format: 'page' };
    this.#files.push({ firstDocument: this.#documents, parts: [within('page'), within('result')] });
    const page = this.#documents * 2;
    this.#documents += 1;
    return { page, result: page + 1 };
  }

  /** Adds a file of JSON Lines; returns a function that gives the number of the next line's part. */
  addLines(file: string): () => number {
    const part: Part = { file, format: 'lines' };
    this.#files.push({ firstDocument: this.#documents, parts: [part, part] });
    return () => {
      this.#documents += 1;
      return (this.#documents - 1) * 2;
    };
  }

  /** The part that a number means. */
  of(part: number): Part {
    const document = documentOf(part);
    // Mostly the same file as the last time.
    let file = this.#last;
    if (file === undefined || document < file.firstDocument || this.#isLater(file, document)) {
      file = this.#files.findLast(({ firstDocument }) => firstDocument <= document);
      this.#last = file;
    }
    if (file === undefined) throw new Error(`No file has the part ${part}`);
    return file.parts[part % 2 === 0 ? 0 : 1];
  }

  #isLater(file: FileParts, document: number): boolean {
    const next = this.#files[this.#files.indexOf(file) + 1];
    return next !== undefined && next.firstDocument <= document;
  }
}
