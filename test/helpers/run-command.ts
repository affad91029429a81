import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { Config } from '@oclif/core';

import type { AdminCommand } from '../../src/lib/cli/command.js';
import type { Streams } from '../../src/lib/output/streams.js';
import type { Prompter } from '../../src/lib/prompt/prompter.js';
import { memoryStreams } from '../lib/output/memory-streams.js';
import { cleanEnvironment, type Place } from './place.js';
import { type Answer, type Asked, ScriptedPrompter } from './scripted-prompter.js';

export interface RunOptions {
  /** The folders that the command keeps its things in. */
  readonly place: Place;
  /** Whether stdin, stdout and stderr are a terminal's. A pipe's unless told. */
  readonly tty?: boolean;
  /** Colour is wanted; off unless told, so that output can be compared. */
  readonly color?: boolean;
  /** What the person answers, question by question. */
  readonly answers?: readonly Answer[];
  /** What stdin holds; empty unless told. */
  readonly stdin?: string;
  /** Variables beside those that every test gets. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** What the person was asked. */
  readonly asked: readonly Asked[];
}

/** A command as its file exports it. */
export type CommandClass = new (argv: string[], config: Config) => AdminCommand;

/** What a command lets its subclasses replace, and how oclif starts it. */
interface Inside {
  streams: Streams;
  prompter: (noInput: boolean) => Prompter | undefined;
  _run: () => Promise<void>;
}

/**
 * Runs a command's class from the sources in this process, as oclif would run it: its flags parsed, its errors told.
 * One at a time: the process has one exit code and one environment, and both are put back.
 */
export async function runCommand(
  Command: CommandClass,
  argv: readonly string[],
  options: RunOptions,
): Promise<CommandResult> {
  const tty = options.tty ?? false;
  const { streams, out, err } = memoryStreams({
    outIsTTY: tty,
    errIsTTY: tty,
    inIsTTY: tty,
    color: options.color ?? false,
  });
  const prompter = new ScriptedPrompter(options.answers ?? []);
  const command = new Command([...argv], await configIn(options.place)) as unknown as Inside;
  command.streams = streams;
  // Whether anybody can be asked is the command's own decision; who answers is the test's.
  const real = command.prompter.bind(command);
  command.prompter = (noInput) => (real(noInput) === undefined ? undefined : prompter);

  const restore = takeOver(options);
  try {
    await command._run();
    return {
      stdout: out(),
      stderr: err(),
      exitCode: Number(process.exitCode ?? 0),
      asked: prompter.asked,
    };
  } finally {
    restore();
  }
}

/** `runCommand` in the place of the running test. */
export function commandRunner(
  place: () => Place,
): (
  Command: CommandClass,
  argv?: readonly string[],
  options?: Omit<RunOptions, 'place'>,
) => Promise<CommandResult> {
  return (Command, argv = [], options = {}) => runCommand(Command, argv, { ...options, place: place() });
}

let loaded: Promise<Config> | undefined;

async function configIn(place: Place): Promise<Config> {
  loaded ??= Config.load(fileURLToPath(new URL('../../package.json', import.meta.url)));
  return Object.create(await loaded, {
    dataDir: { value: place.dataFolder },
    configDir: { value: place.configFolder },
  }) as Config;
}

/** Gives the process what the command is to see of it; the function returned puts everything back. */
function takeOver({ place, env, stdin }: RunOptions): () => void {
  const { env: envBefore, exitCode: exitCodeBefore } = process;
  const stdinBefore = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((signal) => ({
    signal,
    before: process.listeners(signal),
  }));
  process.env = { ...cleanEnvironment(), HOME: place.home, ...env };
  process.exitCode = undefined;
  Object.defineProperty(process, 'stdin', {
    value: Readable.from([Buffer.from(stdin ?? '')]),
    configurable: true,
  });
  return () => {
    process.env = envBefore;
    process.exitCode = exitCodeBefore;
    Object.defineProperty(process, 'stdin', stdinBefore);
    for (const { signal, before } of listeners) {
      for (const listener of process.listeners(signal)) {
        if (!before.includes(listener)) process.off(signal, listener);
      }
    }
  };
}
