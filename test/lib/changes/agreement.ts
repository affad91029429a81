import type { CarryOutOptions } from '../../../src/lib/changes/carry-out.js';
import type { Outcome } from '../../../src/lib/changes/outcome.js';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';

/** As with `--yes`, and with nobody to ask. */
export const AGREED: CarryOutOptions = {
  dryRun: false,
  yes: true,
  prompter: undefined,
  show: () => undefined,
};

/** As in a script without `--yes`. */
export const NOBODY: CarryOutOptions = { ...AGREED, yes: false };

/** As with `--dry-run`. */
export const DRY_RUN: CarryOutOptions = { ...AGREED, yes: false, dryRun: true };

/** Somebody at a terminal who answers every question alike, after `inTheMeantime` has happened. */
export function somebody(answer: boolean, inTheMeantime: () => void = () => undefined) {
  const asked: string[] = [];
  const shown: string[] = [];
  const ask = (message: string) => {
    asked.push(message);
    inTheMeantime();
    return Promise.resolve(answer);
  };
  const prompter: Prompter = {
    confirm: ask,
    typed: (message, expected) => ask(`${message} [${expected}]`),
    text: unexpected,
    checkbox: unexpected,
    select: unexpected,
    password: unexpected,
  };
  const options: CarryOutOptions = {
    dryRun: false,
    yes: false,
    prompter,
    show: (text) => shown.push(text),
  };
  return { options, asked, shown };
}

/** An outcome without the ID of its record, which is another every time. */
export function unrecorded({ recordId: _, ...outcome }: Outcome): Outcome {
  return outcome;
}

function unexpected(message: string): Promise<never> {
  return Promise.reject(new Error(`no test answers "${message}"`));
}
