import type { Change } from '../changes/change.js';
import { type AskedSetting, setSettings, type SetSettingsInput } from '../changes/settings/set-settings.js';
import type { ChangeableSetting } from '../conventions/settings/setting-value.js';
import type { Directory } from '../directory.js';
import { editablePool } from './editable-pool.js';
import { poolContradictions } from './settings/contradictions.js';
import { POOL_SETTINGS, TAGS } from './settings/pool-settings.js';
import { ACR_VALUES } from './settings/token-settings.js';
import { triggerDisruption, TRIGGERS } from './settings/trigger-settings.js';

/** Every setting of a user pool that can change, in the order in which they are written. */
export const CHANGEABLE_POOL_SETTINGS: readonly ChangeableSetting[] = [
  ...POOL_SETTINGS,
  ...Object.entries(TRIGGERS).map(([name, setting]) => ({ setting, disruption: triggerDisruption(name) })),
  { setting: TAGS },
  { setting: ACR_VALUES },
];

export const ALL_POOL_SETTINGS = CHANGEABLE_POOL_SETTINGS.map(({ setting }) => setting);

/** Changes settings of the user pool. @throws AdminError as `setSettings` does */
export function setPool(
  directory: Directory,
  asked: readonly AskedSetting[],
  {
    operation = 'pool.set',
    contradictions = poolContradictions,
    undo,
  }: Partial<Pick<SetSettingsInput, 'operation' | 'contradictions' | 'undo'>> = {},
): Promise<Change> {
  return setSettings(directory, editablePool(directory), {
    operation,
    asked,
    known: ALL_POOL_SETTINGS,
    contradictions,
    ...(undo === undefined ? {} : { undo }),
  });
}
