import { Config, run } from '@oclif/core';

import { helpError } from './hooks/unknown-command.js';
import { reportError } from './report-error.js';
import { processStreams } from '../output/streams.js';

/**
 * Runs the command that the arguments name, and sets what the process exits with. Errors of a command are told by the
 * command; what fails before there is one (an unknown command) is told here, in the same form.
 *
 * @param root URL of a file in the package, from which oclif finds package.json and the manifest
 */
export async function main(root: string): Promise<void> {
  const argv = process.argv.slice(2);
  // oclif throws from an `error` event of stdout, past every handler: a full disk would print a stack of the bundle.
  process.stdout.removeAllListeners('error');
  const streams = processStreams({ noColor: argv.includes('--no-color') });
  try {
    await run(argv, root);
  } catch (error) {
    // Help of a command that is none, asked for with --help.
    const { commandIDs } = await Config.load(root);
    process.exitCode = await reportError(helpError(error, commandIDs), { streams, argv });
  }
}
