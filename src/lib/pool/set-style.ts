import type { Change } from '../changes/change.js';
import type { EditableSettings } from '../changes/settings/edit-settings.js';
import { setSettings, type SetSettingsInput } from '../changes/settings/set-settings.js';
import { isRecord, unmodelled } from '../cognito/client/unmodelled.js';
import { badResponse } from '../cognito/errors/bad-response.js';
import { valueAt } from '../conventions/settings/setting-field.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { FieldValue } from '../model/field-change.js';
import { defined } from '../model/defined.js';

/** The style sheet of the hosted UI, for all app clients without one of their own. */
export const HOSTED_UI_STYLE = valueAt('hostedUiCss', 'CSS');

/** What of a customization is about the style sheet and its place, and not a setting. */
const REPORTED = new Set(['UserPoolId', 'ClientId', 'CSSVersion', 'CreationDate', 'LastModifiedDate']);

/**
 * Replaces the style sheet of the hosted UI; null removes it.
 *
 * @throws AdminError SETTING_CONFLICT if the hosted UI has a logo; UNMODELLED_SETTING
 */
export function setStyle(
  directory: Directory,
  css: FieldValue,
  { operation, undo }: Pick<SetSettingsInput, 'operation' | 'undo'>,
): Promise<Change> {
  return setSettings(directory, editableStyle(directory), {
    operation,
    asked: [
      { setting: HOSTED_UI_STYLE, to: { value: css }, disruption: () => 'The sign-in pages look different at once.' },
    ],
    known: [HOSTED_UI_STYLE],
    contradictions: () => [],
    ...defined({ undo }),
  });
}

function editableStyle(directory: Directory): EditableSettings {
  const { cognito, endpoint } = directory;
  return {
    noun: 'user pool',
    read: async () => {
      const { Name = endpoint.poolId } = await directory.pool();
      const { output, raw } = await cognito.callRaw('GetUICustomization', {});
      const { UICustomization: style = {}, $metadata } = output;
      const sent: unknown = isRecord(raw) ? (raw.UICustomization ?? {}) : undefined;
      if (!isRecord(sent)) throw badResponse('the style of the hosted UI is missing from the response', $metadata);
      if (style.ImageUrl !== undefined) throw hasLogo(Name);
      const settings = Object.fromEntries(Object.entries(style).filter(([name]) => !REPORTED.has(name)));
      return {
        target: { kind: 'pool', id: endpoint.poolId, label: Name, tenantId: null },
        settings,
        unmodelled: unmodelled(sent, style),
      };
    },
    write: async ({ CSS }) => {
      const { $metadata } = await cognito.call('SetUICustomization', defined({ CSS: CSS as string | undefined }));
      return { requestIds: $metadata.requestId === undefined ? [] : [$metadata.requestId] };
    },
    showCommand: commandLine(directory, 'pool export'),
  };
}

/** The API returns where the logo is, takes its file, and does not document what becomes of it if an update has none. */
function hasLogo(pool: string): AdminError {
  return new AdminError(
    'SETTING_CONFLICT',
    `the hosted UI of user pool ${pool} has a logo, which an update may remove`,
    {
      hint: 'Nothing was changed. Set the style sheet in the AWS console, or with the logo: aws cognito-idp set-ui-customization',
    },
  );
}
