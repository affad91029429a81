import type { Change } from '../changes/change.js';
import { type AskedSetting, setSettings, type SetSettingsInput } from '../changes/settings/set-settings.js';
import type { Directory } from '../directory.js';
import { editablePool } from './editable-pool.js';
import { poolContradictions } from './settings/contradictions.js';
import { POOL_SETTINGS, TAGS } from './settings/pool-settings.js';
import { TRIGGERS } from './settings/trigger-settings.js';

/** Every setting of a user pool that can change. */
export const ALL_POOL_SETTINGS = [...POOL_SETTINGS.map(({ setting }) => setting), ...Object.values(TRIGGERS), TAGS];

/** Changes settings of the user pool. @throws AdminError as `setSettings` does */
export function setPool(
  directory: Directory,
  asked: readonly AskedSetting[],
  { operation = 'pool.set', undo }: Partial<Pick<SetSettingsInput, 'operation' | 'undo'>> = {},
): Promise<Change> {
  return setSettings(directory, editablePool(directory), {
    operation,
    asked,
    known: ALL_POOL_SETTINGS,
    contradictions: poolContradictions,
    ...(undo === undefined ? {} : { undo }),
  });
}
