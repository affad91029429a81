import type { AskedSetting } from '../../changes/settings/set-settings.js';
import type { ChangeableSetting } from '../../conventions/settings/setting-value.js';
import { CHANGEABLE_CLIENT_SETTINGS } from '../../client/set-client.js';
import type { FieldValue } from '../../model/field-change.js';
import { CHANGEABLE_POOL_SETTINGS } from '../../pool/set-pool.js';
import { tagChange } from '../../pool/settings/pool-settings.js';
import type { Difference } from '../diff/diff-specs.js';

/** The settings of the user pool that remove its differences. */
export function askedOfPool(differences: readonly Difference[]): AskedSetting[] {
  const isTag = ({ field }: Difference): boolean => field.startsWith('tags.');
  const tags = differences.filter(isTag).map(({ field, wanted }) => `${field.slice('tags.'.length)}=${String(wanted)}`);
  const others = differences.filter((difference) => !isTag(difference));
  return [...askedOf(others, CHANGEABLE_POOL_SETTINGS), ...tagChange(tags, [])];
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
