import { Config, run } from '@oclif/core';

import { helpError } from './hooks/command-not-found.js';
import { exitWith } from './process/exit-with.js';
import { prepareProcess } from './process/prepare-process.js';
import { reportError } from './report-error.js';
import { assertWritten } from '../output/streams.js';

/**
 * Runs the command that the arguments name. A command reports its own errors; what fails before there is one, such as
 * an unknown command, is reported here in the same form.
 *
 * @param root folder of the package, in which oclif finds package.json and the manifest
 */
export async function main(root: string): Promise<void> {
  const argv = process.argv.slice(2);
  const streams = prepareProcess(argv);
  try {
    await run(argv, root);
    // A command has reported it, and set the status.
    if (process.exitCode === undefined) assertWritten(streams);
  } catch (error) {
    // Such as --help for an unknown command.
    const reported = await helpError(error, async () => (await Config.load(root)).commandIDs);
    exitWith(await reportError(reported, { streams, argv }));
  }
}
