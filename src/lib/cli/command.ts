/**
 * What every command shares: this base class (output flags, streams, the directory, the one `catch`), flags and
 * arguments, and the functions that carry a change or a run out and report it. They take an `Invocation`.
 */
import { join } from 'node:path';

import { Command, type Config, type Interfaces } from '@oclif/core';

import type { ConfigFlags, ConnectionFlags } from './flags/connection.js';
import { checkSelection, type OutputFlags, outputFlags } from './flags/output.js';
import { type Invocation, withHint } from './invocation.js';
import { consolePagesOf, type OpenOptions, openFromFlags } from './open-directory.js';
import type { AppliedPlan } from './plans/applied-plan.js';
import type { PlanOut } from './plans/plan-out.js';
import { exitWith } from './process/exit-with.js';
import { interruptSignal } from './process/interrupt.js';
import { mayHoldTokens, reportError, typedValues } from './report-error.js';
import { withSimilarUsers } from './suggest-users.js';
import { variable } from '../config/fields/environment.js';
import { type Contexts, loadContexts } from '../config/file/contexts-file.js';
import { type Directory, refreshed } from '../directory.js';
import { AdminError } from '../errors.js';
import { type ExampleRow, USER_EXAMPLE } from '../input/rows/example-rows.js';
import { placeText } from '../changes/place.js';
import { note, noteWithLabel, warn } from '../output/notes.js';
import { processStreams, type Streams, writeOut } from '../output/streams.js';
import { InquirerPrompter } from '../prompt/inquirer-prompter.js';
import type { Prompter } from '../prompt/prompter.js';

type DirectoryFlags = ConnectionFlags & {
  'no-input'?: boolean;
  'dry-run'?: boolean;
  'plan-out'?: string | undefined;
  reason?: string | undefined;
};

/** A command that was made to carry a plan out. */
export type PlannedCommandClass = new (argv: string[], config: Config) => AdminCommand;

/** The base class of every command. */
export abstract class AdminCommand extends Command {
  static override baseFlags = outputFlags;
  /** A row that the command accepts, for `--print-template`. */
  static exampleRow: ExampleRow = USER_EXAMPLE;

  protected streams: Streams = processStreams({ noColor: this.argv.includes('--no-color') });
  /** With `--watch`: what ends it, and the streams of the process, in place of which each round has its own. */
  private watching: { readonly interrupt: AbortSignal; readonly streams: Streams } | undefined;
  /** Whether a write may have been sent. */
  private hasWritten = false;
  private planOut: PlanOut | undefined;
  /** Set by the command that applies a plan. */
  private applies: { readonly plan: AppliedPlan; readonly words: readonly string[] } | undefined;
  /** The argument USER, and the directory once it is open: for suggestions. */
  private readonly asked: { named: unknown; directory: Directory | undefined } = {
    named: undefined,
    directory: undefined,
  };

  /** The parser would take `--yes=no` for `--yes` followed by an argument. */
  protected override async init(): Promise<void> {
    await super.init();
    const flags = this.allFlags();
    const end = this.argv.indexOf('--');
    for (const word of end === -1 ? this.argv : this.argv.slice(0, end)) {
      const name = /^--([^=]+)=/.exec(word)?.[1];
      if (name === undefined || flags.get(name)?.type !== 'boolean') continue;
      throw new AdminError('USAGE', `--${name} takes no value`, { hint: `Use --${name} alone, or omit it.` });
    }
    if (this.argv.some((word) => /^--watch(=|$)/.test(word))) await this.repeat();
    if (this.argv.some((word) => /^--plan-out(=|$)/.test(word))) this.requirePlan();
    const isTemplate =
      flags.has('print-template') && this.argv.slice(0, end === -1 ? undefined : end).includes('--print-template');
    // In place of everything else, like --help: what the command requires may be missing.
    if (isTemplate) this.run = () => this.printTemplate();
  }

  /** With `--watch`, makes `run` do what it does again and again, with one directory. */
  private async repeat(): Promise<void> {
    const { flags } = await this.parse(this.ctor);
    const seconds = flags.watch as number | undefined;
    if (seconds === undefined) return;
    const [once, { streams }] = [this.run.bind(this), this];
    const interrupt = interruptSignal();
    this.watching = { interrupt, streams };
    const round = async (target: Streams): Promise<void> => {
      this.streams = target;
      await (once() as Promise<void>).finally(() => (this.streams = streams));
    };
    this.run = async () => {
      const { watchRounds } = await import('./process/watch.js');
      await watchRounds(round, { seconds, streams, interrupt, term: process.env.TERM });
    };
  }

  /** With `--plan-out`, fails if `run` has planned nothing: a script would take a plan for granted. */
  private requirePlan(): void {
    const run = this.run.bind(this);
    this.run = async () => {
      await (run() as Promise<void>);
      const { noPlanSaved } = await import('./plans/plan-out.js');
      if (this.planOut?.isSaved !== true) throw noPlanSaved(this.id ?? '');
    };
  }

  /**
   * Runs another command in place of this one, to carry out a plan that it has made.
   *
   * @param argv the words after its name
   */
  protected async runToApply(Class: PlannedCommandClass, argv: string[], plan: AppliedPlan): Promise<void> {
    const command = new Class(argv, this.config);
    command.streams = this.streams;
    command.prompter = (noInput) => this.prompter(noInput);
    command.applies = { plan, words: [...(this.id ?? '').split(':'), ...this.argv] };
    try {
      await command.init();
      await (command.run() as Promise<void>);
    } finally {
      this.hasWritten ||= command.hasWritten;
    }
  }

  private async printTemplate(): Promise<void> {
    const { csvLine } = await import('../output/csv.js');
    const line = await csvLine({ raw: false });
    const { exampleRow } = this.ctor as typeof AdminCommand;
    await writeOut(this.streams, line(Object.keys(exampleRow)) + line(Object.values(exampleRow)));
  }

  /** Parses the command line. `cli` is what the functions of this folder need to know about it. */
  protected async start<Flags extends object, Base extends OutputFlags, Args extends object>(
    command: Interfaces.Input<Flags, Base, Args>,
  ): Promise<{ args: Args; flags: Flags & Base; cli: Invocation<Flags & Base> }> {
    const { args, flags, metadata, raw } = await this.parse(command);
    checkSelection(flags, metadata.flags.output?.setFromDefault !== true);
    // A command without these flags has none of the properties.
    const connection: DirectoryFlags = flags;
    const prompter = this.prompter(connection['no-input'] ?? false);
    const { streams, asked, applies } = this;
    const id = this.id ?? '';
    const isBoolean = (name: string) => this.allFlags().get(name)?.type === 'boolean';
    const file = connection['plan-out'];
    if (file !== undefined) {
      const { planOutOf } = await import('./plans/plan-out.js');
      this.planOut = await planOutOf(
        { file, reason: connection.reason, mayAsk: prompter !== undefined },
        { id, words: raw, isBoolean },
      );
    }
    const { planOut } = this;
    if (planOut !== undefined) connection['dry-run'] = true;
    if (applies !== undefined) connection.reason ??= applies.plan.document.reason ?? undefined;
    asked.named = 'user' in args ? args.user : undefined;
    const noteText = (text: string): void => {
      note(streams, text);
    };
    const open = async (options?: OpenOptions): Promise<Directory> => {
      // Another round of --watch.
      if (this.watching !== undefined && asked.directory !== undefined) return refreshed(asked.directory);
      asked.directory = await openFromFlags(connection, {
        ...(this.watching === undefined ? {} : { interrupt: this.watching.interrupt }),
        ...options,
        contexts: options?.contexts ?? (await this.contexts(connection)),
        dataFolder: this.config.dataDir,
        prompter,
        note: noteText,
      });
      return asked.directory;
    };
    const startChange = async (directory: Directory): Promise<Directory> => {
      announcePlace(streams, directory);
      if (planOut !== undefined) planOut.directory = directory;
      if (applies !== undefined) {
        const { assertPlanFits } = await import('./plans/applied-plan.js');
        await assertPlanFits(applies.plan, directory);
      }
      // It fails the command where the change is confirmed, right before the first write.
      if (connection['dry-run'] !== true) directory.cognito.assertAccount().catch(() => undefined);
      return directory;
    };
    const cli: Invocation<Flags & Base> = {
      flags,
      streams,
      // What is answered here could not be asked again when the plan is applied.
      prompter: planOut === undefined ? prompter : undefined,
      planOut,
      applies: applies?.plan,
      words: applies?.words ?? [...id.split(':'), ...this.argv],
      open,
      openForChange: async (options) => startChange(await open(options)),
      startChange,
      consolePages: async () => asked.directory && (await consolePagesOf(asked.directory)),
      note: noteText,
      warn: (text) => {
        warn(streams, text);
      },
      onWrite: () => {
        this.hasWritten = true;
      },
      exitWith,
    };
    return { args, flags, cli };
  }

  /** The contexts. A file that was given must exist. */
  protected contexts(flags: ConfigFlags): Promise<Contexts> {
    const { file, isNamed } = this.configFile(flags);
    return loadContexts(file, { mustExist: isNamed });
  }

  /** The contexts file, and whether it was given by the flag or the environment. */
  protected configFile(flags: ConfigFlags): { file: string; isNamed: boolean } {
    const named = flags.config ?? variable(process.env, 'SF_ADMIN_CONFIG');
    return { file: named ?? join(this.config.configDir, 'config.yaml'), isNamed: named !== undefined };
  }

  protected prompter(noInput: boolean): Prompter | undefined {
    const { inIsTTY, errIsTTY, color } = this.watching?.streams ?? this.streams;
    return noInput || !inIsTTY || !errIsTTY ? undefined : new InquirerPrompter({ color });
  }

  protected override async catch(error: unknown): Promise<void> {
    const flags = this.allFlags();
    // Only a command that changes something has --dry-run; after the first write the sentence would be wrong.
    const isBeforeWrite = flags.has('dry-run') && !this.hasWritten;
    const isCancelled = error instanceof AdminError && error.code === 'CANCELLED' && error.hint === undefined;
    const isLostOutput = error instanceof AdminError && error.code === 'OUTPUT_UNWRITABLE' && this.hasWritten;
    let reported = await withSimilarUsers(error, this.asked);
    if (isCancelled && isBeforeWrite) reported = withHint(error, 'Nothing was changed.');
    if (isLostOutput)
      reported = withHint(error, 'Changes that the command made are not reverted: sf-admin history list');
    const { streams, argv } = this;
    const typed = mayHoldTokens((this.id ?? '').split(':')) ? typedValues(argv, flags) : [];
    exitWith(await reportError(reported, { streams, argv, flags: [...flags.keys()], typed }));
  }

  private allFlags() {
    return new Map(Object.entries({ ...this.ctor.baseFlags, ...this.ctor.flags }));
  }
}

/** Says on stderr, before anything is asked or changed, where a command acts. */
function announcePlace(streams: Streams, directory: Directory): void {
  const text = placeText(directory);
  if (directory.context.protected) noteWithLabel(streams, 'PROTECTED', text);
  else note(streams, text.charAt(0).toUpperCase() + text.slice(1));
}
