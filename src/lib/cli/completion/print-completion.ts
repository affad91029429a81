import { writeFileSync } from 'node:fs';

import { answer, type AnswerOptions } from './answer.js';
import { foldersOf } from '../../config/folders.js';

/**
 * Prints what completes a line, for the script of a shell in `completions/`. The build makes a file of it,
 * dist/launcher/completion.cjs, which bin/run.js starts without the launcher: so little code is compiled faster than compiled
 * code is read and checked.
 *
 * @param argv see `answer`
 */
export async function printCompletion(argv: readonly string[], options: Omit<AnswerOptions, 'folders'>): Promise<void> {
  const text = await answer(argv, { ...options, folders: foldersOf(options.environment) });
  try {
    // Not through process.stdout, which takes longer to make than the answer.
    writeFileSync(1, text);
  } catch {
    // The shell has what it wanted.
  }
}
