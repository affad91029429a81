import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { Config } from '@oclif/core';

import type { AdminCommand } from '../../src/lib/cli/command.js';
import { EXIT_OF_SIGNAL } from '../../src/lib/errors.js';
import type { Streams } from '../../src/lib/output/streams.js';
import type { Prompter } from '../../src/lib/prompt/prompter.js';
import { memoryStreams } from '../lib/output/memory-streams.js';
import { cleanEnvironment, inHome, type Place } from './place.js';
import { validateJson } from './validate-json.js';
import { withoutPlace } from './without-place.js';
import { type Answer, type Asked, ScriptedPrompter } from './scripted-prompter.js';

export interface RunOptions {
  /** The data folder and the config folder of the command. */
  readonly place: Place;
  /** Whether stdin, stdout and stderr are a terminal. Default: false. */
  readonly tty?: boolean;
  /** Whether the terminal shows hyperlinks. Default: false. */
  readonly hasHyperlinks?: boolean;
  /** Whether output is coloured. Default: false, so that it can be compared. */
  readonly color?: boolean;
  /** The answers to the prompts, in order. */
  readonly answers?: readonly Answer[];
  /** The content of stdin. Default: empty. */
  readonly stdin?: string;
  /** Whether stderr keeps the line on where a change acts, which most tests are not about. Default: false. */
  readonly withPlace?: boolean;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** The prompts that were shown. */
  readonly asked: readonly Asked[];
}

/** The class that a command's file exports. */
export type CommandClass = new (argv: string[], config: Config) => AdminCommand;

/** The members that oclif sets on the class of a command that it has found. */
type FoundClass = CommandClass & Pick<typeof AdminCommand, 'flags' | 'baseFlags'> & { id: string };

/** The protected members of a command that a test replaces or calls. */
interface Inside {
  streams: Streams;
  prompter: (noInput: boolean) => Prompter | undefined;
  _run: () => Promise<void>;
}

/**
 * Runs a command's class from the sources in this process, as oclif does: parses its flags and reports its errors.
 * Do not run two at once: the process has one exit code and one environment. Both are restored.
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
    hasHyperlinks: () => Promise.resolve(options.hasHyperlinks ?? false),
  });
  const prompter = new ScriptedPrompter(options.answers ?? []);
  (Command as FoundClass).id = idOf(Command);
  const command = new Command(inHome(argv, options.place.home), await configIn(options.place)) as unknown as Inside;
  command.streams = streams;
  // The command still decides whether it may prompt; only the answers come from the test.
  const real = command.prompter.bind(command);
  command.prompter = (noInput) => (real(noInput) === undefined ? undefined : prompter);

  const restore = replaceProcessState(options);
  try {
    await command._run();
    validateJson(commandName(Command), argv, out());
    return {
      stdout: out(),
      stderr: options.withPlace === true ? err() : withoutPlace(err()),
      exitCode: Number(process.exitCode ?? 0),
      asked: prompter.asked,
    };
  } finally {
    restore();
  }
}

/** The words of a command, by the name of its class: every class is named after its file. */
function commandName({ name }: CommandClass): string {
  const words = SCHEMA_NAMES.find((file) => file.replaceAll('-', '') === name.toLowerCase());
  return words ?? name;
}

/** The ID of a command: its words, joined by colons. */
function idOf({ name }: CommandClass): string {
  const id = IDS.find((words) => words.replaceAll(/[:-]/g, '') === name.toLowerCase());
  return id ?? name;
}

const COMMANDS = new URL('../../src/commands/', import.meta.url);

const IDS = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, '').replaceAll('/', ':'));

/** A command as the manifest describes it, but loaded from the sources. */
function findCommand(config: Config, id: string) {
  if (!IDS.includes(id)) return undefined;
  const load = async (): Promise<FoundClass> => {
    const file = new URL(`${id.replaceAll(':', '/')}.ts`, COMMANDS);
    const { default: Class } = (await import(file.href)) as { default: FoundClass };
    Class.id = id;
    return Class;
  };
  return { ...config.findCommand(id), load };
}

const SCHEMA_NAMES = readdirSync(new URL('../../schemas/output/', import.meta.url)).map((file) =>
  file.replace(/\.json$/, ''),
);

/** `runCommand` with the place of the running test. */
export function commandRunner(
  place: () => Place,
): (Command: CommandClass, argv?: readonly string[], options?: Omit<RunOptions, 'place'>) => Promise<CommandResult> {
  return (Command, argv = [], options = {}) => runCommand(Command, argv, { ...options, place: place() });
}

let loaded: Promise<Config> | undefined;

async function configIn(place: Place): Promise<Config> {
  loaded ??= Config.load(fileURLToPath(new URL('../../package.json', import.meta.url)));
  const config = await loaded;
  return Object.create(config, {
    dataDir: { value: place.dataFolder },
    configDir: { value: place.configFolder },
    findCommand: { value: (id: string) => findCommand(config, id) },
  }) as Config;
}

/** Replaces the environment, stdin and exit code of the process. The returned function restores them. */
function replaceProcessState({ place, env, stdin }: RunOptions): () => void {
  const { env: envBefore, exitCode: exitCodeBefore } = process;
  const stdinBefore = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  const removeListeners = signalListeners();
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
    removeListeners();
  };
}

/** @returns a function that removes the listeners to signals which were added since */
export function signalListeners(): () => void {
  const listeners = (Object.keys(EXIT_OF_SIGNAL) as NodeJS.Signals[]).map((signal) => ({
    signal,
    before: process.listeners(signal),
  }));
  return () => {
    for (const { signal, before } of listeners) {
      for (const listener of process.listeners(signal)) {
        if (!before.includes(listener)) process.off(signal, listener);
      }
    }
  };
}
