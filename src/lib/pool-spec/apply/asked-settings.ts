import type { AskedSetting } from '../../changes/settings/set-settings.js';
import { mapEdit, mapItem } from '../../conventions/settings/map-setting.js';
import type { ChangeableSetting } from '../../conventions/settings/setting-value.js';
import { CHANGEABLE_CLIENT_SETTINGS } from '../../client/set-client.js';
import type { FieldValue } from '../../model/field-change.js';
import { CHANGEABLE_POOL_SETTINGS } from '../../pool/set-pool.js';
import { TAGS } from '../../pool/settings/pool-settings.js';
import { ACR_VALUES } from '../../pool/settings/token-settings.js';
import type { Difference } from '../diff/diff-specs.js';

/** Of a map, only the keys in the file are judged. */
const MAPS = [TAGS, ACR_VALUES];

/** The settings of the user pool that remove its differences. */
export function askedOfPool(differences: readonly Difference[]): AskedSetting[] {
  const inMaps = MAPS.map((setting) => ({
    setting,
    items: differences.filter(({ field }) => field.startsWith(`${setting.field}.`)),
  }));
  const others = differences.filter((difference) => !inMaps.some(({ items }) => items.includes(difference)));
  const maps = inMaps.filter(({ items }) => items.length > 0);
  return [
    ...askedOf(others, CHANGEABLE_POOL_SETTINGS),
    ...maps.map(({ setting, items }): AskedSetting => {
      const set = items.map(({ field, wanted }) => mapItem(field.slice(setting.field.length + 1), String(wanted)));
      return { setting, to: { edit: mapEdit(set, []) } };
    }),
  ];
}

/** Likewise of an app client. */
export function askedOfClient(differences: readonly Difference[]): AskedSetting[] {
  return askedOf(differences, CHANGEABLE_CLIENT_SETTINGS);
}

function askedOf(differences: readonly Difference[], settings: readonly ChangeableSetting[]): AskedSetting[] {
  return differences.map(({ field, wanted }) => {
    const found = settings.find(({ setting }) => setting.field === field);
    // A test compares the settings with the schema.
    if (found === undefined) throw new TypeError(`no setting ${field}`);
    return { ...found, to: { value: wanted === '' ? null : (wanted as FieldValue) } };
  });
}
