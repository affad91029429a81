import { join } from 'node:path';

import { Command } from '@oclif/core';

import type { PaceLimits } from '../cognito/pacing/pace.js';
import { callTimeout } from '../config/fields/call-timeout.js';
import { type Contexts, loadContexts } from '../config/file/contexts-file.js';
import { variable } from '../config/fields/environment.js';
import { keptBinding, resolveContext } from '../config/resolve-context.js';
import { type Directory, openDirectory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type ConfigFlags, type ConnectionFlags, type OutputFlags, outputFlags } from './flags.js';
import { interruptSignal } from './interrupt.js';
import { writeCard } from '../output/card.js';
import { parseColumns } from '../output/columns.js';
import { writeError } from '../output/error.js';
import { writeList } from '../output/list.js';
import { note, warn, writeText } from '../output/notes.js';
import { withProgress } from '../output/progress.js';
import { processStreams, type Streams } from '../output/streams.js';
import type { CardView, ListView, OutputOptions } from '../output/view.js';
import { shellWord } from '../text/quoted.js';
import type { Prompter } from '../prompt/prompter.js';
import { InquirerPrompter } from '../prompt/inquirer-prompter.js';
import { reportError } from './report-error.js';

/** What every command shares: the flags of its output, the directory it acts on, its one error boundary. */
export abstract class AdminCommand extends Command {
  static override baseFlags = outputFlags;

  protected streams: Streams = processStreams({ noColor: this.argv.includes('--no-color') });

  /** The parser would take the value of a flag that has none, as in `--yes=no`, for an argument, and the flag for set. */
  protected override async init(): Promise<void> {
    await super.init();
    const end = this.argv.indexOf('--');
    for (const word of end === -1 ? this.argv : this.argv.slice(0, end)) {
      const name = /^--([^=]+)=/.exec(word)?.[1];
      const flag = Object.entries(this.flagsThere()).find(([known]) => known === name)?.[1];
      if (name === undefined || flag?.type !== 'boolean') continue;
      throw new AdminError('USAGE', `--${name} takes no value`, {
        hint: `Write --${name} alone, or leave it out.`,
      });
    }
  }

  /**
   * Opens the directory that the flags, the environment and the contexts file name.
   *
   * @param options.pace how fast the calls may go, where they are many
   * @param options.interrupt ends the calls in flight; at the first Ctrl-C unless given
   */
  protected async open(
    flags: ConnectionFlags,
    { pace, interrupt = interruptSignal() }: { pace?: PaceLimits; interrupt?: AbortSignal } = {},
  ): Promise<Directory> {
    const contexts = await this.contexts(flags);
    const context = resolveContext(contexts, connectionChoice(flags), process.env);
    const binding = keptBinding(contexts, context);
    if (binding !== undefined) this.note(binding);
    const prompter = this.prompter(flags['no-input'] ?? false);
    return openDirectory(context, {
      dataFolder: this.config.dataDir,
      flagsToRepeat: flagsToRepeat(flags),
      tenant: flags.tenant,
      timeoutMs: callTimeout(flags.timeout, process.env) * 1000,
      pace,
      interrupt,
      mfaCode: (device) => askMfaCode(device, prompter),
    });
  }

  /** The contexts there are. A file that was named must exist. */
  protected contexts(flags: ConfigFlags): Promise<Contexts> {
    const { file, isNamed } = this.configFile(flags);
    return loadContexts(file, { mustExist: isNamed });
  }

  /** The contexts file, and whether the person named it. */
  protected configFile(flags: ConfigFlags): { file: string; isNamed: boolean } {
    const named = flags.config ?? variable(process.env, 'SF_ADMIN_CONFIG');
    return { file: named ?? join(this.config.configDir, 'config.yaml'), isNamed: named !== undefined };
  }

  /** Who can be asked: nobody without a terminal to ask on. */
  protected prompter(noInput: boolean): Prompter | undefined {
    if (noInput || !this.streams.inIsTTY || !this.streams.errIsTTY) return undefined;
    return new InquirerPrompter({ color: this.streams.color });
  }

  /** Writes one thing to stdout. */
  protected async showCard<T>(value: T, view: CardView<T>, flags: OutputFlags): Promise<void> {
    await writeCard(value, view, outputOptions(flags), this.streams);
  }

  /** Says what was done in one short sentence, or in another format what there is to know of it. */
  protected async showDone(done: Done, flags: OutputFlags): Promise<void> {
    const { format, quiet } = outputOptions(flags);
    if (format === 'table' && !quiet) {
      await writeText(this.streams, done.sentence);
    } else {
      await this.showCard(done, { fields: () => [], id: ({ id }) => id, json: ({ json }) => json }, flags);
    }
  }

  /**
   * Writes a list to stdout, each row as it comes where the format allows; returns how many rows it had. `progress` is
   * what to say meanwhile where it takes long.
   */
  protected showList<Row>(
    rows: AsyncIterable<Row> | Iterable<Row>,
    view: ListView<Row>,
    flags: OutputFlags,
    progress?: () => string,
  ): Promise<number> {
    const options = outputOptions(flags);
    const columns = flags.columns === undefined ? {} : { columns: parseColumns(flags.columns, view) };
    // Rows that appear on the terminal as they come are progress enough, and a line between them would spoil them.
    const isHeldBack = ['table', 'json'].includes(options.format) || !this.streams.outIsTTY;
    const shown =
      progress !== undefined && isHeldBack && !options.quiet
        ? withProgress(rows, progress, this.streams)
        : rows;
    return writeList(shown, view, { ...options, ...columns }, this.streams);
  }

  /** Tells the person something beside the result, on stderr. */
  protected note(text: string): void {
    note(this.streams, text);
  }

  protected caution(text: string): void {
    warn(this.streams, text);
  }

  /** The command line that goes on with what this one was stopped at. */
  protected wayOn(): string {
    const words = this.argv.filter((word) => word !== '--resume').map(shellWord);
    return `sf-admin ${(this.id ?? '').replaceAll(':', ' ')} ${words.join(' ')} --resume`;
  }

  /** Fails although there is a result: the error goes to stderr, whatever the format, and decides the exit status. */
  protected failBeside(error: AdminError): void {
    writeError(this.streams, error);
    process.exitCode = error.exitCode;
  }

  /** What to add where the person left; a command that only reads has nothing to add. */
  protected leftHint: string | undefined = undefined;

  protected override async catch(error: unknown): Promise<void> {
    const told = withLeftHint(error, this.leftHint);
    const flags = Object.keys(this.flagsThere());
    process.exitCode = await reportError(told, { streams: this.streams, argv: this.argv, flags });
  }

  private flagsThere() {
    return { ...this.ctor.baseFlags, ...this.ctor.flags };
  }
}

function withLeftHint(error: unknown, hint: string | undefined): unknown {
  const isBare = error instanceof AdminError && error.code === 'CANCELLED' && error.hint === undefined;
  if (!isBare || hint === undefined) return error;
  return new AdminError(error.code, error.message, { cause: error, hint });
}

/** Something done on this machine, as opposed to a Change of the directory. */
export interface Done {
  readonly sentence: string;
  /** What `-q` prints. */
  readonly id: string;
  readonly json: object;
}

function connectionChoice(flags: ConnectionFlags) {
  return {
    context: flags.context,
    poolId: flags['pool-id'],
    clientId: flags['client-id'],
    region: flags.region,
    profile: flags.profile,
    endpointUrl: flags['endpoint-url'],
  };
}

/** The flags by which the directory was named, for the command lines that messages give. */
function flagsToRepeat(flags: ConnectionFlags): string {
  const { config, context, profile, region, tenant } = flags;
  const named = {
    config,
    context,
    'pool-id': flags['pool-id'],
    'client-id': flags['client-id'],
    region,
    profile,
    'endpoint-url': flags['endpoint-url'],
    tenant,
  };
  return Object.entries(named)
    .flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`]))
    .join(' ');
}

export function outputOptions(flags: OutputFlags): OutputOptions {
  return {
    format: flags.json ? 'json' : flags.output,
    quiet: flags.quiet,
    header: !flags['no-header'],
    rawCsv: flags['raw-csv'],
  };
}

async function askMfaCode(device: string, prompter: Prompter | undefined): Promise<string> {
  if (prompter !== undefined) return prompter.text(`MFA code of ${device}:`);
  throw new AdminError(
    'NO_CREDENTIALS',
    `the AWS role asks for an MFA code of ${device}, and nobody can be asked here`,
    {
      hint: 'Run it in a terminal, or sign in beforehand and use those credentials.',
    },
  );
}
