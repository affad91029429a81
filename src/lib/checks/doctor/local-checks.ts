import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { type Environment, variable } from '../../config/fields/environment.js';
import type { Contexts } from '../../config/file/contexts-file.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { shellWord } from '../../text/quoted.js';
import { ok, problem, type Result, unknown, warning } from './diagnostic.js';

/** The lowest version that `engines` of package.json names, and the major versions that the tests run on. */
const LOWEST = [20, 17] as const;
const TESTED = [20, 22, 24];

/** @param version such as `20.20.2` */
export function nodeVersion(version: string): Result {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < LOWEST[0] || (major === LOWEST[0] && minor < LOWEST[1]);
  if (isOld) return problem(`Node ${version}`, `Install Node ${LOWEST.join('.')} or later.`);
  if (TESTED.includes(major)) return ok(`Node ${version}`);
  return warning(`Node ${version}, with which sf-admin is not tested`, `Use Node ${TESTED.join(', ')}.`);
}

/** The contexts that there are, and whether they are those of a file. */
export async function contextsFile({ file, contexts }: Contexts): Promise<Result> {
  const names = [...contexts.keys()].join(', ');
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  return ok(exists ? `${file}: ${names}` : `there is no ${file}; built in: ${names}`);
}

/**
 * Whether another user may have changed what sf-admin keeps: the data folder, and each file and folder in it, however deep.
 *
 * @throws AdminError UNSAFE_FILE
 */
export async function dataFolderModes(folder: string): Promise<Result> {
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return ok(`${folder} does not exist yet`);
    if (!isSystemError(error)) throw error;
    return problem(
      `${folder} cannot be read: ${systemReason(error)}`,
      'Check the folder, or use another: SF_ADMIN_DATA_DIR',
    );
  }
  assertOwn(folder);
  for (const name of names) assertOwn(join(folder, name));
  return ok(`${folder} and what is in it can be changed by you only`);
}

/** Whether others can read the secrets in AWS's credentials file. Windows has no such modes. */
export async function credentialsFileMode(env: Environment): Promise<Result> {
  const file = variable(env, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(homedir(), '.aws', 'credentials');
  try {
    const { mode } = await stat(file);
    if (process.platform === 'win32') return unknown(`${file} has no mode on this platform`);
    if ((mode & 0o077) === 0) return ok(`${file} is yours alone to read`);
    return warning(`other users can read or change ${file}`, `chmod go-rwx ${shellWord(file)}`);
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return ok(`there is no ${file}`);
    if (!isSystemError(error)) throw error;
    return unknown(`${file} cannot be looked at: ${systemReason(error)}`);
  }
}
