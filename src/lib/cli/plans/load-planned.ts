import { join } from 'node:path';

import type { Command, Config } from '@oclif/core';

import { type ParsedWord, wordsToApply } from './travelling-words.js';
import type { PlannedCommandClass } from '../command.js';
import { AdminError } from '../../errors.js';
import { SHORT_TIMEOUT, withLock } from '../../files/lock.js';
import { dataFolderError } from '../../files/system-error.js';
import type { PlanFile } from '../../plans/read-plan.js';
import { quoted } from '../../text/quoted.js';

/** A command that can carry a plan out, and its words. */
export interface LoadedCommand {
  readonly Class: PlannedCommandClass;
  readonly argv: string[];
}

/**
 * Loads the command that made a plan.
 *
 * @param own the words of the person who applies it
 * @throws AdminError INVALID_PLAN if there is no such command; those of `wordsToApply`
 */
export async function loadPlanned(
  config: Config,
  { document: { command } }: PlanFile,
  own: readonly ParsedWord[],
): Promise<LoadedCommand> {
  const found = await config.findCommand(command.name.replaceAll(' ', ':'))?.load();
  // Only what changes something in a directory has it.
  if (found?.flags['plan-out'] === undefined) {
    throw new AdminError('INVALID_PLAN', `the plan is one of ${quoted(command.name)}, which is no command that plans`, {
      hint: 'Nothing was changed. The file was not made by --plan-out of this version.',
    });
  }
  const Class = found as Command.Class & PlannedCommandClass;
  const flags: Command.Class['flags'] = { ...Class.baseFlags, ...Class.flags };
  const argv = wordsToApply(command, own, {
    hasFlag: (flag) => Object.hasOwn(flags, flag),
    isBoolean: (flag) => flags[flag]?.type === 'boolean',
  });
  return { Class, argv };
}

/**
 * Runs `work` while no other process on this machine applies the same plan.
 *
 * @throws AdminError CHANGED_UNDERNEATH if one does; whatever `work` throws
 */
export function whilePlanIsLocked(
  dataFolder: string,
  { document: { id } }: PlanFile,
  work: () => Promise<void>,
): Promise<void> {
  const explain = (error: unknown) =>
    error instanceof AdminError
      ? new AdminError('CHANGED_UNDERNEATH', `plan ${id} is being applied by another process`, {
          hint: 'Wait until it ends, or interrupt that process.',
          cause: error,
        })
      : dataFolderError(dataFolder, error, 'Nothing was changed.');
  return withLock(join(dataFolder, 'locks', `plan-${id}`), work, { timeout: SHORT_TIMEOUT, explain });
}
