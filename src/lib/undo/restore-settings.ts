import type { Change } from '../changes/change.js';
import type { AskedSetting } from '../changes/settings/set-settings.js';
import { ALL_CLIENT_SETTINGS, setClient } from '../client/set-client.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldChange, type FieldValue, isList } from '../model/field-change.js';
import type { SettingField, Settings } from '../conventions/settings/setting-field.js';
import { ALL_POOL_SETTINGS, setPool } from '../pool/set-pool.js';
import { HOSTED_UI_STYLE, setStyle } from '../pool/set-style.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoability, undoMessages } from './undoability.js';

/**
 * Sets the settings that a change of an app client or a user pool changed back. Items of a list that were added or removed
 * since stay as they are.
 *
 * @throws AdminError CHANGED_UNDERNEATH if one of these settings has changed since and `force` is not set; NOT_UNDOABLE if
 *   this version does not know one of them; SETTING_CONFLICT
 */
export function restoreSettings(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  const { target, operation } = record;
  const [first] = undoability(record).fields;
  if (first?.field === HOSTED_UI_STYLE.field) return restoreStyle(directory, record, { change: first, force });
  const known = target.kind === 'pool' ? ALL_POOL_SETTINGS : ALL_CLIENT_SETTINGS;
  const fields = undoability(record).fields.map((change) => ({ change, setting: settingOf(known, change, record) }));
  const check = (settings: Settings): void => {
    if (force) return;
    const values = fields.map(({ change, setting }) => threeValues(change, setting.read(settings)));
    assertUnchanged(directory, record, values);
  };
  const asked = fields.map(({ change, setting }): AskedSetting => ({ setting, to: inverse(change) }));
  const undo = { undoes: record.id, check, messages: undoMessages(operation, target.label) };
  const options = { operation: 'history.undo', undo } as const;
  return target.kind === 'pool'
    ? setPool(directory, asked, options)
    : setClient(directory, asked, { ...options, clientId: target.id });
}

/** The style sheet is set by an operation of its own, so that a change of it has no other field. */
function restoreStyle(
  directory: Directory,
  record: ChangeRecord,
  { change, force }: { change: FieldChange; force: boolean },
): Promise<Change> {
  const check = (settings: Settings): void => {
    if (!force) assertUnchanged(directory, record, [threeValues(change, HOSTED_UI_STYLE.read(settings))]);
  };
  const undo = { undoes: record.id, check, messages: undoMessages(record.operation, record.target.label) };
  return setStyle(directory, change.before, { operation: 'history.undo', undo });
}

function settingOf(known: readonly SettingField[], { field }: FieldChange, { id }: ChangeRecord): SettingField {
  const setting = known.find((one) => one.field === field);
  if (setting !== undefined) return setting;
  throw new AdminError(
    'NOT_UNDOABLE',
    `record ${id} has a setting that this version of sf-admin does not know: ${field}`,
    {
      hint: 'Upgrade sf-admin, or set it back in the AWS console.',
    },
  );
}

function inverse({ before, after, relative }: FieldChange): AskedSetting['to'] {
  if (relative !== true) return { value: before };
  const [had, has] = [items(before), items(after)];
  const added = has.filter((item) => !had.includes(item));
  const removed = had.filter((item) => !has.includes(item));
  return {
    edit: (now) => [...now.filter((item) => !added.includes(item)), ...removed.filter((item) => !now.includes(item))],
  };
}

/** Of a list that was edited item by item, only these items; of any list, in one order, since to Cognito it is a set. */
function threeValues({ field, before, after, relative }: FieldChange, now: FieldValue) {
  const [had, has] = [items(before), items(after)];
  const isEdited = (item: string) => had.includes(item) !== has.includes(item);
  const part = (value: FieldValue): FieldValue =>
    isList(value) ? value.filter((item) => relative !== true || isEdited(item)).sort() : value;
  return { field, before: part(before), then: part(after), now: part(now) };
}

function items(value: FieldValue): readonly string[] {
  return isList(value) ? value : [];
}
