import { isDeepStrictEqual } from 'node:util';

import type { EditableSettings } from '../changes/settings/edit-settings.js';
import type { Applied } from '../changes/change.js';
import { isRecord, unmodelled } from '../cognito/client/unmodelled.js';
import { badResponse } from '../cognito/errors/bad-response.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Settings } from '../conventions/settings/setting-field.js';
import { mfaSettings, poolSettings, type UserPool } from '../model/user-pool.js';
import { OLD_NAMES } from './settings/message-settings.js';

/** Where the settings of GetUserPoolMfaConfig are among those of the pool. */
export const MFA_CONFIG = 'MfaConfig';

/**
 * The settings of the user pool. Two operations read them (DescribeUserPool, GetUserPoolMfaConfig), and two write them:
 * UpdateUserPool all that is not about MFA, SetUserPoolMfaConfig the rest, which is under `MfaConfig`. Each is called only
 * if a setting of its own is to change.
 */
export function editablePool(directory: Directory): EditableSettings {
  const { cognito, endpoint } = directory;
  return {
    noun: 'user pool',
    read: async () => {
      const [described, mfa] = await Promise.all([
        cognito.callRaw('DescribeUserPool', {}),
        cognito.callRaw('GetUserPoolMfaConfig', {}),
      ]);
      const pool = described.output.UserPool as UserPool;
      const sent: unknown = isRecord(described.raw) ? described.raw.UserPool : undefined;
      // A write sends back what was read: a setting that is missing from it would be reset unnoticed.
      if (!isRecord(sent) || sent.Id !== endpoint.poolId || !isRecord(mfa.raw)) {
        const { $metadata } = described.output;
        throw badResponse(`the settings of user pool ${endpoint.poolId} are missing from the response`, $metadata);
      }
      // MFA is in both answers. UpdateUserPool cannot make it mandatory, so it is written with its factors.
      const { MfaConfiguration: _, ...settings } = poolSettings(pool);
      return {
        target: { kind: 'pool', id: pool.Id, label: pool.Name ?? pool.Id, tenantId: null },
        settings: { ...settings, [MFA_CONFIG]: mfaSettings(mfa.output) },
        unmodelled: { ...unmodelled(sent, pool), ...unmodelled(mfa.raw, mfa.output) },
      };
    },
    write: (after, before) => writePool(directory, after, before),
    mirrors: OLD_NAMES,
    showCommand: commandLine(directory, 'pool describe'),
  };
}

async function writePool({ cognito }: Directory, after: Settings, before: Settings): Promise<Applied> {
  const { [MFA_CONFIG]: mfa, ...settings } = after;
  const { [MFA_CONFIG]: mfaBefore, ...settingsBefore } = before;
  const requestIds: string[] = [];
  const keep = ({ $metadata: { requestId } }: { $metadata: { requestId?: string | undefined } }): void => {
    if (requestId !== undefined) requestIds.push(requestId);
  };
  const isUpdated = !isDeepStrictEqual(settings, settingsBefore);
  if (isUpdated) {
    const { MfaConfiguration } = mfaBefore as ReturnType<typeof mfaSettings>;
    keep(await cognito.call('UpdateUserPool', { ...settings, MfaConfiguration }));
  }
  if (isDeepStrictEqual(mfa, mfaBefore)) return { requestIds };
  try {
    keep(await cognito.call('SetUserPoolMfaConfig', mfa as object));
  } catch (error) {
    // A lost answer is looked up by reading the pool again.
    if (!isUpdated || !(error instanceof AdminError) || error.mayHaveHappened === true) throw error;
    throw new AdminError(
      'PARTIAL',
      `user pool ${String(before.PoolName)} was updated, but not its MFA: ${error.message}`,
      {
        cause: error,
        hint: 'Run the same command again: it does the rest.',
        requestId: error.requestId,
      },
    );
  }
  return { requestIds };
}
