import { Writable } from 'node:stream';

/** SGR escape sequences: colours and weights, but not the movements of the cursor. */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/**
 * What one question is drawn on. It passes everything on to `target`, and stands between because inquirer ends its
 * output after each question, and decides on colour by itself, without regard to `--no-color`.
 */
export class PromptOutput extends Writable {
  constructor(
    private readonly target: Writable & { readonly columns?: number },
    private readonly color: boolean,
  ) {
    super({ decodeStrings: false });
  }

  /** Width of the terminal, from which inquirer knows where its lines wrap. */
  get columns(): number | undefined {
    return this.target.columns;
  }

  override _write(
    chunk: Buffer | string,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    const text = chunk.toString();
    this.target.write(this.color ? text : text.replace(SGR, ''));
    done();
  }
}
