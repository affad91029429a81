import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** A terminal for tests: a test types keys, and waits for what is drawn. */
export class FakeTerminal {
  readonly input = new PassThrough();
  readonly output: Writable;
  #drawn = '';
  #seen = 0;
  #waiting: (() => void)[] = [];

  constructor() {
    this.output = new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        this.#drawn += chunk.toString();
        for (const wake of this.#waiting.splice(0)) wake();
        done();
      },
    });
  }

  /** Everything drawn so far, as it was written. */
  get drawn(): string {
    return this.#drawn;
  }

  /** Everything drawn so far, without escape sequences. */
  get text(): string {
    return stripVTControlCharacters(this.#drawn);
  }

  /** Waits until `text` is drawn, after the text that the last call waited for, and types `keys`. */
  async type(text: string, keys: string): Promise<void> {
    while (!this.text.includes(text, this.#seen)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#seen = this.text.indexOf(text, this.#seen) + text.length;
    this.input.write(keys);
  }
}
