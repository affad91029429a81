import type { Config } from '@oclif/core';

import type { FoundCommand } from './find-command.js';
import type { Folders } from '../../config/folders.js';
import type { AdminCommand } from '../command.js';
import { prepareProcess } from '../process/prepare-process.js';

/** The class that the file of a command exports. */
export type CommandClass = typeof AdminCommand & (new (argv: string[], config: Config) => AdminCommand);

/**
 * Runs a command as oclif does, with the little of oclif's Config that a command of sf-admin uses. A command reports
 * its own errors.
 */
export async function runCommand(
  Class: CommandClass,
  { id, argv }: FoundCommand,
  { folders, root, version }: { folders: Folders; root: string; version: string },
): Promise<void> {
  prepareProcess(process.argv.slice(2));
  Class.id = id;
  const config = {
    ...folders,
    root,
    bin: 'sf-admin',
    name: 'sf-admin',
    version,
    userAgent: `sf-admin/${version}`,
    scopedEnvVarKeys: () => [],
    runHook: () => Promise.resolve({ successes: [], failures: [] }),
  };
  await Class.run([...argv], config);
}
