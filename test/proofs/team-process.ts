/**
 * A machine of a team: a process with a data folder of its own, which makes changes that others make to the same
 * targets at the same time. `team-process.ts SETTINGS`, where the settings are those of `Machine` as JSON. Its journal
 * has a line before each change and one after it. A process that is started again begins with the change that has no
 * line after it.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { carryOut } from '../../src/lib/changes/carry-out.js';
import type { Change } from '../../src/lib/changes/change.js';
import { editUrls } from '../../src/lib/client/edit-urls.js';
import { AdminError, type ErrorCode } from '../../src/lib/errors.js';
import type { ClientUrl } from '../../src/lib/model/names.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { setAttributes } from '../../src/lib/users/changes/set-attributes.js';
import { openTestDirectory } from '../helpers/directory.js';
import { AGREED } from '../lib/changes/agreement.js';
import { plannedStep } from './team-steps.js';

export interface Machine {
  readonly number: number;
  readonly changes: number;
  readonly folder: string;
  readonly poolUrl: string;
  readonly tableUrl: string;
  readonly table: string;
}

/** What passes, or is planned again by the same command. */
const AGAIN = new Set<ErrorCode>([
  ...(['CHANGED_UNDERNEATH', 'NOT_VERIFIED', 'HISTORY_UNWRITABLE', 'HISTORY_UNREADABLE'] as const),
  ...(['UNREACHABLE', 'TIMEOUT', 'THROTTLED', 'SERVICE_FAILED'] as const),
]);

const { number, changes, folder, poolUrl, tableUrl, table } = JSON.parse(process.argv[2] ?? '') as Machine;
const journal = join(folder, 'journal');
mkdirSync(folder, { recursive: true });
const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
const note = (text: string) => {
  appendFileSync(journal, `${text}\n`);
};

const directory = openTestDirectory({
  context: {
    name: 'team',
    kind: 'aws',
    poolId: SANDBOX_POOL_ID,
    clientId: SANDBOX_CLIENT_ID,
    endpointUrl: poolUrl,
    team: { table },
    aws: { serviceUrls: { dynamodb: tableUrl } },
  },
  dataFolder: folder,
  timeoutMs: 20_000,
});

for (let index = 0; index < changes; index += 1) {
  if (lines.includes(`done ${index}`)) continue;
  const isRepeated = lines.includes(`begun ${index}`);
  if (!isRepeated) note(`begun ${index}`);
  process.stdout.write(`begun ${index}\n`);
  const { changed, attempts } = await done(index);
  // Another machine has overwritten what this one had added.
  if (!changed && attempts === 1 && !isRepeated)
    throw new Error(`change ${index} of machine ${number} found nothing to do`);
  note(`done ${index}`);
}
await directory.table?.close();

async function done(index: number): Promise<{ changed: boolean; attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      const [outcome] = await carryOut(directory, [await planned(index)], AGREED);
      return { changed: outcome?.changed === true, attempts };
    } catch (error) {
      if (!(error instanceof AdminError) || !AGAIN.has(error.code)) throw error;
    }
  }
}

function planned(index: number): Promise<Change> {
  const step = plannedStep(number, index);
  if (step.kind === 'name') {
    const values = new Map([['given_name', step.name]]);
    const none = { roles: [], addRoles: [], removeRoles: [], movesTenant: false };
    return setAttributes(directory, { user: step.user, values, ...none });
  }
  const url = step.url as ClientUrl;
  return step.kind === 'add'
    ? editUrls(directory, { list: 'LogoutURLs', action: 'add', urls: [url] })
    : editUrls(directory, { list: 'LogoutURLs', action: 'remove', urls: [url] });
}
