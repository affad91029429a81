import type { Change } from '../changes/change.js';
import { type AskedSetting, setSettings, type SetSettingsInput } from '../changes/settings/set-settings.js';
import type { Directory } from '../directory.js';
import { editableClient } from './editable-client.js';
import { CLIENT_SETTINGS, OAUTH_SCOPES } from './settings/client-settings.js';
import { clientContradictions } from './settings/contradictions.js';

/** Every setting of an app client that `client set` can change. */
export const ALL_CLIENT_SETTINGS = [...CLIENT_SETTINGS.map(({ setting }) => setting), OAUTH_SCOPES];

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
    undo,
    clientId,
  }: Partial<Pick<SetSettingsInput, 'operation' | 'undo'>> & { clientId?: string } = {},
): Promise<Change> {
  return setSettings(directory, editableClient(directory, clientId), {
    operation,
    asked,
    known: ALL_CLIENT_SETTINGS,
    contradictions: clientContradictions,
    ...(undo === undefined ? {} : { undo }),
  });
}
