import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { Place } from './place.js';
import { BIN, binEnvironment } from './run-bin.js';

const run = promisify(execFile);

/** Milliseconds that a screen may take to show what it is to show. */
const LONGEST = 15_000;

/**
 * A test that needs a real terminal. Where there is no tmux it is left out, since `npm cit` must pass with Node and git
 * alone; in CI, which installs it, a missing tmux is a failure and never a test less.
 */
export function itInTerminal(title: string, test: () => Promise<void>): void {
  it(title, async function () {
    if (process.env.CI === undefined && !(await hasTmux())) this.skip();
    await test();
  });
}

async function hasTmux(): Promise<boolean> {
  return run('tmux', ['-V']).then(
    () => true,
    () => false,
  );
}

export interface TerminalOptions {
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

let sessions = 0;

/**
 * The built command in a real terminal: a tmux session of its own, 100 by 30 unless told. What the screen shows can be waited for,
 * keys can be typed, and every byte that was written to the terminal is kept.
 */
export class Terminal {
  readonly #socket: string;
  readonly #bytes: string;

  private constructor(
    private readonly place: Place,
    private readonly env: Readonly<Record<string, string>>,
    private readonly columns: number,
  ) {
    sessions += 1;
    this.#socket = place.path(`tmux-${sessions}`);
    this.#bytes = place.path(`bytes-${sessions}`);
  }

  /** Starts `sf-admin` with the arguments. Close it in the end. */
  static async start(
    argv: readonly string[],
    { place, env = {}, columns = 100 }: TerminalOptions,
  ): Promise<Terminal> {
    const terminal = new Terminal(place, { ...binEnvironment(place, env), LANG: 'C.UTF-8' }, columns);
    await terminal.#start([process.execPath, BIN, ...argv]);
    return terminal;
  }

  /** Runs `sf-admin` to its end; answers every byte it wrote to the terminal, and what it exited with. */
  static async run(
    argv: readonly string[],
    options: TerminalOptions,
  ): Promise<{ bytes: string; code: number }> {
    const terminal = await Terminal.start(argv, options);
    try {
      const code = await terminal.exitCode();
      return { bytes: await terminal.bytes(), code };
    } finally {
      await terminal.close();
    }
  }

  /** Types text, or keys by tmux's names for them: `Enter`, `C-c`, `Space`. */
  async type(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', '-t', 'main', ...keys);
  }

  /** Waits until the screen shows what the pattern matches, and answers the screen. */
  async shows(pattern: RegExp): Promise<string> {
    const until = Date.now() + LONGEST;
    for (;;) {
      const screen = await this.#tmux('capture-pane', '-p', '-J', '-t', 'main');
      if (pattern.test(screen)) return screen;
      if (Date.now() > until) throw new Error(`the screen never showed ${String(pattern)}:\n${screen}`);
      await delay(40);
    }
  }

  /** Waits for the end of the command, and answers what it exited with. */
  async exitCode(): Promise<number> {
    const screen = await this.shows(/\[exit \d+\]/);
    return Number(/\[exit (\d+)\]/.exec(screen)?.[1]);
  }

  /** Everything that the command wrote to the terminal. Ask when it has ended. */
  async bytes(): Promise<string> {
    const until = Date.now() + LONGEST;
    for (;;) {
      // What tmux hands on arrives a little after the screen shows it.
      const written = /\[start\]\r\n(.*)\[exit \d+\]/s.exec(await readFile(this.#bytes, 'utf8'))?.[1];
      if (written !== undefined) return written;
      if (Date.now() > until) throw new Error('the command has not ended');
      await delay(40);
    }
  }

  async close(): Promise<void> {
    // It has ended already where the session was the last one.
    await this.#tmux('kill-server').catch(() => undefined);
  }

  async #start(command: readonly string[]): Promise<void> {
    // The shell waits for Enter, so that the bytes are kept from the first one on; echo would be among them.
    const script = `stty -echo; read go; stty echo; echo '[start]'; ${command.map(quoted).join(' ')}; echo "[exit $?]"; read end`;
    await this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      'main',
      '-x',
      String(this.columns),
      '-y',
      '30',
      `sh -c ${quoted(script)}`,
    );
    await this.#tmux('pipe-pane', '-t', 'main', `cat > ${quoted(this.#bytes)}`);
    await this.type('Enter');
    await this.shows(/\[start\]/);
  }

  async #tmux(...argv: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run('tmux', ['-S', this.#socket, ...argv], { env: this.env });
      return stdout;
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw isMissing ? new Error('these tests need tmux (apt-get install tmux)', { cause: error }) : error;
    }
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
