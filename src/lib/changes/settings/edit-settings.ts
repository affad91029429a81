import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { type FieldChange, type FieldValue, isList, sameValue } from '../../model/field-change.js';
import type { SettingField, Settings } from '../../conventions/settings/setting-field.js';
import type { Target } from '../../model/target.js';
import type { Applied, Change, Plan } from '../change.js';

export interface SettingsReading {
  readonly target: Target;
  readonly settings: Settings;
  /** Settings that the SDK dropped, as the service sent them, by path. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
}

/** What is edited, and how all of its settings are read and written. */
export interface EditableSettings<Reading extends SettingsReading = SettingsReading> {
  readonly noun: 'app client' | 'user pool';
  readonly read: () => Promise<Reading>;
  /** Replaces all settings. `before` is what was read right before. */
  readonly write: (after: Settings, before: Settings) => Promise<Applied>;
  /** Settings that the service sets to the value of another one, by the names that they have among all settings. */
  readonly mirrors?: Readonly<Record<string, SettingField>>;
  readonly showCommand: string;
}

export interface SettingEdit {
  readonly setting: SettingField;
  readonly after: FieldValue;
  /** Items are added to a list, or removed from it, so that the edit is valid whatever else the list holds. */
  readonly relative?: true;
}

/** The edits of settings, and what a plan says about them. */
export interface PlannedEdits extends Omit<Plan, 'target' | 'fields'> {
  readonly edits: readonly SettingEdit[];
  readonly warnings?: readonly string[] | undefined;
}

/**
 * Edits settings of an app client or a user pool. An update resets every setting that it is not given, so the write contains
 * all that was read right before it, with the edits and no other change; afterwards all of them are compared. A setting
 * that the SDK dropped would be reset unnoticed, so the edit is refused then.
 *
 * @param plan decides on the edits, from what was read
 * @throws AdminError UNMODELLED_SETTING; those of reading and of `plan`
 */
export async function editSettings<Reading extends SettingsReading>(
  directory: Directory,
  editable: EditableSettings<Reading>,
  plan: (reading: Reading) => PlannedEdits,
): Promise<Change> {
  const reading = await editable.read();
  refuseUnmodelled(editable.noun, reading);
  const { target, settings: before } = reading;
  const { edits, warnings, ...rest } = plan(reading);
  const after = withEdits(before, edits);
  const readAgain = async () => (await editable.read()).settings;
  return {
    ...rest,
    target,
    fields: edits.map((edit) => fieldChange(edit, before)),
    ...defined({ warnings }),
    replan: () => editSettings(directory, editable, plan),
    apply: () => editable.write(after, before),
    unverifiedFields: async () => differences(edits, after, await readAgain(), editable.mirrors),
    lookAgain: async () => {
      await settled(directory);
      return fateOf(edits, before, await readAgain(), editable.mirrors);
    },
    showCommand: editable.showCommand,
  };
}

function fieldChange({ setting, after, relative }: SettingEdit, settings: Settings): FieldChange {
  const before = setting.read(settings);
  // A list that only has another order is unchanged, and is shown as it is.
  const value = isSameSetting(setting, before, after) ? before : after;
  return { field: setting.field, before, after: value, ...defined({ relative }) };
}

/** The settings with the edits that change something: to write what is there already could still add a default to a request. */
export function withEdits(before: Settings, edits: readonly SettingEdit[]): Settings {
  return edits
    .filter(({ setting, after }) => !isSameSetting(setting, setting.read(before), after))
    .reduce((settings, { setting, after }) => setting.write(settings, after), before);
}

function refuseUnmodelled(noun: string, { target, unmodelled }: SettingsReading): void {
  const names = Object.keys(unmodelled);
  if (names.length === 0) return;
  throw new AdminError(
    'UNMODELLED_SETTING',
    `${noun} ${target.label} has settings that this version of sf-admin does not know: ${names.join(', ')}`,
    {
      hint:
        'An update would reset them, so nothing was changed. Upgrade to a version of sf-admin that is built on a newer ' +
        'AWS SDK (sf-admin --version shows this one), or make the change in the AWS console.',
    },
  );
}

/** Waits until a write that another machine had begun before ours has arrived. An interrupt ends the wait. */
async function settled({ endpoint: { settleMs = 0, interrupt } }: Directory): Promise<void> {
  await delay(settleMs, undefined, { signal: interrupt }).catch(() => undefined);
}

/** Every setting that differs from what is wanted: the edited ones under the names of their fields, then all others. */
function differences(
  edits: readonly SettingEdit[],
  wanted: Settings,
  found: Settings,
  mirrors: EditableSettings['mirrors'] = {},
): FieldChange[] {
  const edited = edits
    .filter(({ setting }) => !isSameSetting(setting, setting.read(found), setting.read(wanted)))
    .map(({ setting: { field, read } }) => ({ field, before: read(found), after: read(wanted) }));
  const expected = edits.map(({ setting }) => ({ setting, after: setting.read(wanted) }));
  const rest = withEdits(found, expected);
  const others = [...new Set([...Object.keys(wanted), ...Object.keys(rest)])]
    .filter((name) => !isSame(wanted[name], rest[name]))
    .filter((name) => !Object.hasOwn(mirrors, name) || !isSame(rest[name], mirrors[name]?.read(found)))
    .map((field) => ({
      field,
      before: JSON.stringify(rest[field] ?? null),
      after: JSON.stringify(wanted[field] ?? null),
    }));
  return [...edited, ...others];
}

/**
 * What became of verified edits. A writer that had read the settings before sends back all of the old ones with its own
 * change. The date of the last change does not tell that: two writes can have the same one.
 */
function fateOf(
  edits: readonly SettingEdit[],
  before: Settings,
  now: Settings,
  mirrors: EditableSettings['mirrors'],
): 'kept' | 'overwritten' | 'reverted' {
  if (edits.every((edit) => isKept(edit, before, now))) return 'kept';
  return differences([], before, now, mirrors).length === 0 ? 'reverted' : 'overwritten';
}

function isKept({ setting, after, relative }: SettingEdit, before: Settings, now: Settings): boolean {
  const { read } = setting;
  if (relative !== true) return isSameSetting(setting, read(now), after);
  const [had, wanted, has] = [items(read(before)), items(after), items(read(now))];
  const changed = [...new Set([...had, ...wanted])].filter((item) => had.includes(item) !== wanted.includes(item));
  return changed.every((item) => has.includes(item) === wanted.includes(item));
}

function items(value: FieldValue): readonly string[] {
  return isList(value) ? value : [];
}

/** Whether two values of a setting are the same to Cognito. */
export function isSameSetting({ isOrdered }: SettingField, one: FieldValue, other: FieldValue): boolean {
  return isOrdered === true ? sameValue(one, other) : isSame(one, other);
}

/** Whether two values of a request are the same to Cognito, wherever in it they are. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** To Cognito lists of names are sets: it may return them in another order, and leave out what is empty. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return value.every((item) => typeof item === 'string') ? [...value].sort() : value.map(comparable);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value ?? undefined;
  const members = Object.entries(value).map(([name, member]) => [name, comparable(member)] as const);
  const present = members.filter(([, member]) => member !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
