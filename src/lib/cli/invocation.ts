import type { OutputFlags } from './flags/output.js';
import type { OpenOptions } from './open-directory.js';
import type { AppliedPlan } from './plans/applied-plan.js';
import type { PlanOut } from './plans/plan-out.js';
import type { SignedFile } from '../changes/consent.js';
import type { Directory } from '../directory.js';
import { AdminError, type ExitCode } from '../errors.js';
import type { Streams } from '../output/streams.js';
import type { ConsolePages } from '../output/view.js';
import type { Prompter } from '../prompt/prompter.js';
import { shellWord } from '../text/quoted.js';

/** One run of a command: what the functions of this folder need to know about it. */
export interface Invocation<Flags extends OutputFlags = OutputFlags> {
  readonly flags: Flags;
  readonly streams: Streams;
  /** Absent if there is no terminal to ask on, or with `--no-input`. */
  readonly prompter: Prompter | undefined;
  /** Set with `--plan-out`: the plan is saved, and nothing is changed. */
  readonly planOut?: PlanOut | undefined;
  /** Set if the command is run by `sf-admin apply`: it may only do what this plan says. */
  readonly applies?: AppliedPlan | undefined;
  /** Whether the same command line continues what was interrupted, without `--resume`. */
  readonly resumesByItself?: boolean;
  /** The command line without `sf-admin`: the words of the command, then its arguments and flags as typed. */
  readonly words: readonly string[];
  /** Opens the directory that the flags name. */
  readonly open: (options?: OpenOptions) => Promise<Directory>;
  /**
   * The same for a command that changes something: says on stderr where it acts, and has the AWS account checked beside
   * the first read, so that the check costs no time.
   */
  readonly openForChange: (options?: OpenOptions) => Promise<Directory>;
  /** What `openForChange` does once the directory is open: for a command that first looks whether anything is to be done. */
  readonly startChange: (directory: Directory) => Promise<Directory>;
  /** The pages in the AWS console of the directory that is open; `undefined` if it has none, such as the sandbox. */
  readonly consolePages: () => Promise<ConsolePages | undefined>;
  /** Writes a line for the person to stderr. */
  readonly note: (text: string) => void;
  /** The same, marked as a warning. */
  readonly warn: (text: string) => void;
  /** To be called before the first write: a cancelled command then no longer says that nothing was changed. */
  readonly onWrite: () => void;
  /** Sets the exit status of a command that does not fail by throwing. */
  readonly exitWith: (status: ExitCode) => void;
}

/** The command line that resumes this one. */
export function resumeCommand({
  words,
  applies,
  resumesByItself = applies !== undefined,
}: Pick<Invocation, 'words' | 'applies' | 'resumesByItself'>): string {
  if (resumesByItself) return ['sf-admin', ...words.map(shellWord)].join(' ');
  return ['sf-admin', ...words.filter((word) => word !== '--resume').map(shellWord), '--resume'].join(' ');
}

/** The plan that is applied, beside which its signatures are. */
export function signedFile({ applies }: Pick<Invocation, 'applies'>): SignedFile | undefined {
  return applies && { file: applies.file, sha256: applies.digest };
}

/** The same error with a further line of hint. */
export function withHint(error: AdminError, line: string): AdminError {
  const { code, message, hint, requestId, exitCode } = error;
  return new AdminError(code, message, {
    cause: error,
    hint: hint === undefined ? line : `${hint}\n${line}`,
    requestId,
    exitCode,
  });
}
