import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { Place } from './place.js';
import { COMMAND, binEnvironment } from './run-bin.js';

const run = promisify(execFile);

/** Milliseconds to wait for a text on the screen, with room for a busy CI machine. */
const TIMEOUT_MS = 45_000;

/**
 * A test that needs a real terminal. Without tmux it is skipped, since `npm cit` must pass with Node and git alone. In
 * CI, which installs tmux, it fails instead.
 */
export function itInTerminal(title: string, test: () => Promise<void>): void {
  itWith(['tmux'], title, test);
}

/** A test that needs other programs than Node and git. Without them it is skipped, except in CI, which installs them. */
export function itWith(programs: readonly string[], title: string, test: () => Promise<void>): void {
  it(title, async function () {
    if (process.env.CI === undefined && !(await areInstalled(programs))) this.skip();
    await test();
  });
}

async function areInstalled(programs: readonly string[]): Promise<boolean> {
  return run('sh', ['-c', programs.map((program) => `command -v ${program}`).join(' && ')]).then(
    () => true,
    () => false,
  );
}

export interface TerminalOptions {
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** The TERM that the command sees. Default: that of tmux. */
  readonly term?: string;
}

let sessions = 0;

/**
 * The built command in a real terminal: a tmux session of 30 lines and, by default, 100 columns. A test can wait for text
 * on the screen, type keys, and read every byte that was written to the terminal.
 */
export class Terminal {
  readonly #socket: string;
  readonly #bytes: string;
  readonly #pid: string;
  readonly #code: string;

  private constructor(
    private readonly place: Place,
    private readonly env: Readonly<Record<string, string>>,
    private readonly columns: number,
  ) {
    sessions += 1;
    this.#socket = place.path(`tmux-${sessions}`);
    this.#bytes = place.path(`bytes-${sessions}`);
    this.#code = place.path(`code-${sessions}`);
    this.#pid = place.path(`pid-${sessions}`);
  }

  /** Starts `sf-admin` with the arguments. Call `close` afterwards. */
  static async start(argv: readonly string[], options: TerminalOptions): Promise<Terminal> {
    const setTerm = options.term === undefined ? [] : ['env', `TERM=${options.term}`];
    return Terminal.startProgram([...setTerm, ...COMMAND, ...argv], options);
  }

  /** Starts any program. Call `close` afterwards. */
  static async startProgram(
    command: readonly string[],
    { place, env = {}, columns = 100 }: TerminalOptions,
  ): Promise<Terminal> {
    const terminal = new Terminal(place, { ...binEnvironment(place, env), LANG: 'C.UTF-8' }, columns);
    await terminal.#start(command);
    return terminal;
  }

  /** Runs `sf-admin` to its end. Returns every byte it wrote to the terminal, and its exit code. */
  static async run(argv: readonly string[], options: TerminalOptions): Promise<{ bytes: string; code: number }> {
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
    await this.#tmux('send-keys', '-t', 'main', '--', ...keys);
  }

  /** Sends a signal to the command. */
  async signal(name: NodeJS.Signals): Promise<void> {
    process.kill(Number(await readFile(this.#pid, 'utf8')), name);
  }

  /** Waits until the pattern matches the screen, and returns the text of the screen. */
  async waitFor(pattern: RegExp): Promise<string> {
    const until = Date.now() + TIMEOUT_MS;
    for (;;) {
      const screen = await this.#tmux('capture-pane', '-p', '-J', '-t', 'main');
      if (pattern.test(screen)) return screen;
      if (Date.now() > until) throw new Error(`the screen did not show ${String(pattern)}:\n${screen}`);
      await delay(40);
    }
  }

  /** Waits for the end of the command, and returns its exit code. */
  async exitCode(): Promise<number> {
    const screen = await this.waitFor(/\[exit \d+\]/);
    return Number(/\[exit (\d+)\]/.exec(screen)?.[1]);
  }

  /** Closes the window, tells the command so as a shell does, and returns its exit code. */
  async hangUp(): Promise<number> {
    await this.close();
    // A command that waits at a prompt may have ended already.
    await this.signal('SIGHUP').catch(() => undefined);
    const until = Date.now() + TIMEOUT_MS;
    for (;;) {
      const code = await readFile(this.#code, 'utf8').catch(() => '');
      if (code.endsWith('\n')) return Number(code);
      if (Date.now() > until) throw new Error('the command has not ended');
      await delay(40);
    }
  }

  /** Everything that the command wrote to the terminal. Call it after the command has ended. */
  async bytes(): Promise<string> {
    const until = Date.now() + TIMEOUT_MS;
    for (;;) {
      // The pipe of tmux is a little behind the screen.
      const written = /\[start\]\r\n(.*)\[exit \d+\]/s.exec(await readFile(this.#bytes, 'utf8'))?.[1];
      if (written !== undefined) return written;
      if (Date.now() > until) throw new Error('the command has not ended');
      await delay(40);
    }
  }

  async close(): Promise<void> {
    // The server ends by itself with its last session.
    await this.#tmux('kill-server').catch(() => undefined);
  }

  async #start(command: readonly string[]): Promise<void> {
    // The shell waits for Enter until the pipe is there, so that no byte is lost. Without -echo, the Enter would be one.
    const program = `echo $$ > ${quoted(this.#pid)}; exec ${command.map(quoted).join(' ')}`;
    const ending = `code=$?; echo $code > ${quoted(this.#code)}; echo "[exit $code]"; read end`;
    const script = `trap '' HUP; stty -echo; read start; stty echo; echo '[start]'; sh -c ${quoted(program)}; ${ending}`;
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
    // A command that prints a lot has scrolled the start away already.
    await this.waitFor(/\[start\]|\[exit \d+\]/);
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
