import { Writable } from 'node:stream';

/** SGR escape sequences: colours and weights, but not cursor movements. */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/**
 * The output of one question, which passes everything on to `target`. It is needed because inquirer ends its output after
 * each question, and ignores `--no-color`.
 */
export class PromptOutput extends Writable {
  constructor(
    private readonly target: Writable & { readonly columns?: number },
    private readonly color: boolean,
  ) {
    super({ decodeStrings: false });
  }

  /** Width of the terminal, which inquirer needs to know where its lines wrap. */
  get columns(): number | undefined {
    return this.target.columns;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const text = chunk.toString();
    this.target.write(this.color ? text : text.replace(SGR, ''));
    done();
  }
}
