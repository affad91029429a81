import type { PlannedCommand } from '../../plans/plan-document.js';
import { AdminError } from '../../errors.js';
import { connectionFlags } from '../flags/connection.js';
import { outputFlags } from '../flags/output.js';
import { outputsFlags } from '../flags/outputs.js';

/** A word of a command line as oclif has parsed it. The input of a flag without a value is the flag as typed. */
export interface ParsedWord {
  readonly type: 'arg' | 'flag';
  readonly flag?: string;
  readonly input: string;
}

/** Of the connection, what is part of the question: the same app client, and users of the same tenant. */
const OF_PLAN = new Set(['client-id']);

/** Flags that name a file or a program of this machine for what only exists once the plan is applied. */
const FOR_APPLY = new Set(['credentials', 'failures', 'secret-file', 'secret-command', 'evidence']);

/**
 * Flags that a plan never holds: where and how the person who applies it is connected, what that person is shown, what that
 * person confirms, and what a file of this machine says, which the plan holds itself. A plan comes from somebody else, so none
 * of them is ever taken from one.
 */
const OF_PERSON = new Set([
  ...Object.keys(connectionFlags),
  ...Object.keys(outputFlags),
  ...Object.keys(outputsFlags),
  ...FOR_APPLY,
  ...['dry-run', 'yes', 'confirm', 'no-input', 'reason', 'plan-out'],
  ...['resume', 'print-template', 'input-format', 'skip-invalid', 'columns', 'sort', 'desc', 'watch'],
  ...['resolve', 'resolve-from', 'resource'],
  // A plan holds rows, and must never hold hashes of passwords.
  ...['password-hashes', 'hash-column'],
]);

/** Whether a plan may hold a flag. */
export function isOfPlan(flag: string): boolean {
  return OF_PLAN.has(flag) || !OF_PERSON.has(flag);
}

/**
 * What a plan holds of a command line.
 *
 * @throws AdminError USAGE for a flag that belongs to `apply`
 */
export function travellingWords(
  words: readonly ParsedWord[],
  isBoolean: (flag: string) => boolean,
): Pick<PlannedCommand, 'arguments' | 'flags'> {
  const early = words.find(({ flag = '' }) => FOR_APPLY.has(flag))?.flag;
  if (early !== undefined) {
    throw new AdminError('USAGE', `--${early} is for a command that changes something, and --plan-out only plans`, {
      hint: `Leave it out here, and give it when the plan is applied: sf-admin apply FILE --${early} …`,
    });
  }
  return {
    arguments: words.flatMap(({ type, input }) => (type === 'arg' ? [input] : [])),
    flags: words.flatMap(({ flag, input }) => {
      if (flag === undefined || !isOfPlan(flag)) return [];
      return [isBoolean(flag) ? `--${flag}` : `--${flag}=${input}`];
    }),
  };
}

/**
 * The command line that makes the changes of a plan again.
 *
 * @param own the words of the person who applies it
 * @param hasFlag whether the command of the plan has a flag
 * @throws AdminError INVALID_PLAN for a flag that no plan may hold; USAGE for an own flag that the command does not have
 */
export function wordsToApply(
  { name, arguments: planned, flags }: PlannedCommand,
  own: readonly ParsedWord[],
  { hasFlag, isBoolean }: { hasFlag: (flag: string) => boolean; isBoolean: (flag: string) => boolean },
): string[] {
  const nameOf = (word: string): string => /^--([^=]+)/.exec(word)?.[1] ?? '';
  const foreign = flags.find((word) => !isOfPlan(nameOf(word)) || !hasFlag(nameOf(word)));
  if (foreign !== undefined) {
    throw new AdminError('INVALID_PLAN', `the plan has --${nameOf(foreign)}, which no plan of ${name} may have`, {
      hint: 'Nothing was changed. The file was not made by --plan-out of this version.',
    });
  }
  const given = own.filter(({ type }) => type === 'flag');
  const unknown = given.find(({ flag = '' }) => !hasFlag(flag));
  if (unknown !== undefined) {
    throw new AdminError('USAGE', `the plan is one of ${name}, which has no --${unknown.flag ?? ''}`, {
      hint: `Leave out --${unknown.flag ?? ''}`,
    });
  }
  const ownNames = new Set(given.map(({ flag }) => flag));
  return [
    ...flags.filter((word) => !ownNames.has(nameOf(word))),
    ...given.map(({ flag = '', input }) => (isBoolean(flag) ? `--${flag}` : `--${flag}=${input}`)),
    '--',
    ...planned,
  ];
}
