import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Place } from '../../helpers/place.js';
import { BIN, binEnvironment, type RunningBin, startProcess } from '../../helpers/run-bin.js';

/** The folder of the example scripts. */
export const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));

/** Where the stand-in for `sf-admin` writes its process ID. */
export const pidFile = (place: Place) => place.path('sf-admin.pid');

/**
 * Starts an example script as a person does who has `sf-admin` on the path. It acts on the sandbox of the place.
 *
 * @param script its file name
 */
export async function startScript(
  place: Place,
  script: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningBin> {
  const folder = place.path('bin');
  await mkdir(folder, { recursive: true });
  await executable(
    join(folder, 'sf-admin'),
    `#!/bin/sh\necho $$ > '${pidFile(place)}'\nexec '${process.execPath}' '${BIN}' "$@"\n`,
  );
  const PATH = `${folder}:${process.env.PATH ?? ''}`;
  return startProcess(join(EXAMPLES, script), argv, binEnvironment(place, { ...env, PATH }));
}

/** Runs an example script to its end, without input. */
export async function runScript(...parameters: Parameters<typeof startScript>) {
  const running = await startScript(...parameters);
  running.child.stdin.end();
  return running.ended;
}

/** Writes a program. */
export async function executable(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}
