import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type FieldValue, isList } from '../../model/field-change.js';
import type { SettingField, Settings } from '../../conventions/settings/setting-field.js';
import { listed } from '../../text/listed.js';
import type { Change, ChangeOperation } from '../change.js';
import {
  type EditableSettings,
  editSettings,
  isSameSetting,
  type SettingEdit,
  type SettingsReading,
  withEdits,
} from './edit-settings.js';

/** What two settings say against each other, and what to do. */
export interface Contradiction {
  readonly problem: string;
  readonly fix: string;
}

/** A setting that was asked for. */
export interface AskedSetting {
  readonly setting: SettingField;
  /** Its new value; of a list also what to add to it and to remove from it, whatever else it holds. */
  readonly to: { readonly value: FieldValue } | { readonly edit: (items: readonly string[]) => readonly string[] };
  /** What the change does to people, if it needs confirmation: a sentence. */
  readonly disruption?: ((before: FieldValue, after: FieldValue) => string | undefined) | undefined;
}

export interface SetSettingsInput {
  readonly operation: ChangeOperation;
  readonly asked: readonly AskedSetting[];
  /** Every setting that can change, in the order in which they are to be written. */
  readonly known: readonly SettingField[];
  /** What Cognito would refuse. */
  readonly contradictions: (settings: Settings) => readonly Contradiction[];
  readonly undo?: {
    readonly undoes: string;
    readonly messages: { doneMessage: string; unchangedMessage: string };
    readonly check: (settings: Settings) => void;
  };
}

/**
 * Changes settings of an app client or a user pool. The plan also shows the settings that change with them, such as the
 * second factors when MFA is turned off.
 *
 * @throws AdminError SETTING_CONFLICT if settings would contradict each other that do not yet, or exclude each other;
 *   those of `editSettings`
 */
export function setSettings<Reading extends SettingsReading>(
  directory: Directory,
  editable: EditableSettings<Reading>,
  { operation, asked, known, contradictions, undo }: SetSettingsInput,
): Promise<Change> {
  const inOrder = [...asked].sort((one, other) => known.indexOf(one.setting) - known.indexOf(other.setting));
  return editSettings(directory, editable, ({ target, settings: before }) => {
    undo?.check(before);
    const edits = inOrder.map(({ setting, to }) => editOf(setting, to, before));
    const after = withEdits(before, edits);
    const name = `${editable.noun} ${target.label}`;
    refuseContradictions(name, contradictions(after), contradictions(before));
    refuseExclusive(name, edits, after);
    const implied = known
      .filter((setting) => !asked.some((one) => one.setting === setting))
      .filter((setting) => !isSameSetting(setting, setting.read(before), setting.read(after)))
      .map((setting) => ({ setting, after: setting.read(after) }));
    const moved = inOrder.filter(({ setting }) => !isSameSetting(setting, setting.read(before), setting.read(after)));
    const disruption = [
      ...new Set(moved.flatMap(({ setting, disruption: of }) => of?.(setting.read(before), setting.read(after)) ?? [])),
    ].join(' ');
    return {
      operation,
      edits: [...edits, ...implied],
      doneMessage: `Changed ${listed(moved.map(({ setting }) => setting.field))} of ${name}.`,
      unchangedMessage: `${name.charAt(0).toUpperCase()}${name.slice(1)} already has these settings.`,
      ...(disruption === '' ? {} : { disruption }),
      ...(undo === undefined ? {} : { undoes: undo.undoes, ...undo.messages }),
    };
  });
}

function editOf(setting: SettingField, to: AskedSetting['to'], settings: Settings): SettingEdit {
  if ('value' in to) return { setting, after: to.value };
  const value = setting.read(settings);
  const wanted = to.edit(isList(value) ? value : []);
  // As it will be read back: of two tags with one key, only the last.
  return { setting, after: setting.read(setting.write(settings, wanted)), relative: true };
}

/** A contradiction that the settings have already does not keep anybody from changing another one. */
function refuseContradictions(name: string, found: readonly Contradiction[], before: readonly Contradiction[]): void {
  const added = found.filter(({ problem }) => !before.some((one) => one.problem === problem));
  const [first] = added;
  if (first === undefined) return;
  throw new AdminError('SETTING_CONFLICT', `${name}: ${first.problem}`, {
    hint: [
      'Nothing was changed.',
      ...added.map(({ problem, fix }) => (problem === first.problem ? fix : `Also, ${problem}. ${fix}`)),
    ].join('\n'),
  });
}

/** Some settings are written together, so that one of those that were asked for could undo another. */
function refuseExclusive(name: string, edits: readonly SettingEdit[], after: Settings): void {
  const lost = edits.filter((edit) => !isSameSetting(edit.setting, edit.setting.read(after), edit.after));
  if (lost.length === 0) return;
  const fields = listed([...new Set(lost.map(({ setting }) => setting.field))]);
  throw new AdminError('SETTING_CONFLICT', `${name}: the settings exclude each other: ${fields}`, {
    hint: 'Nothing was changed.\nLeave out one of them.',
  });
}
