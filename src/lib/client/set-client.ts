import type { Change } from '../changes/change.js';
import { type AskedSetting, setSettings, type SetSettingsInput } from '../changes/settings/set-settings.js';
import type { ChangeableSetting } from '../conventions/settings/setting-value.js';
import type { Directory } from '../directory.js';
import { editableClient } from './editable-client.js';
import { CLIENT_LISTS, CLIENT_SETTINGS } from './settings/client-settings.js';
import { clientContradictions } from './settings/contradictions.js';

/** Every setting of an app client that can change, in the order in which they are written. */
export const CHANGEABLE_CLIENT_SETTINGS: readonly ChangeableSetting[] = [...CLIENT_SETTINGS, ...CLIENT_LISTS];

export const ALL_CLIENT_SETTINGS = CHANGEABLE_CLIENT_SETTINGS.map(({ setting }) => setting);

/**
 * Changes settings of an app client, the context's if no ID is given.
 *
 * @throws AdminError as `setSettings` does
 */
export function setClient(
  directory: Directory,
  asked: readonly AskedSetting[],
  {
    operation = 'client.set',
    contradictions = clientContradictions,
    undo,
    clientId,
  }: Partial<Pick<SetSettingsInput, 'operation' | 'contradictions' | 'undo'>> & { clientId?: string } = {},
): Promise<Change> {
  return setSettings(directory, editableClient(directory, clientId), {
    operation,
    asked,
    known: ALL_CLIENT_SETTINGS,
    contradictions,
    ...(undo === undefined ? {} : { undo }),
  });
}
