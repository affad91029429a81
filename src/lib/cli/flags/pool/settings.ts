import { Flags, type Interfaces } from '@oclif/core';

import type { AskedSetting } from '../../../changes/settings/set-settings.js';
import type { SettingFlag } from '../../../conventions/settings/setting-value.js';
import { AdminError } from '../../../errors.js';
import type { FieldValue } from '../../../model/field-change.js';
import { flagGroup } from '../flag-group.js';

/** A parsed value, in an object because the parser takes null for a flag that was not given. */
interface Parsed {
  readonly value: FieldValue;
}

type Flag = Interfaces.OptionFlag<Parsed | undefined>;

/** A flag for each setting. */
export function settingFlags(settings: readonly SettingFlag[]): Readonly<Record<string, Flag>> {
  const flags = settings.map(({ flag, summary, value }): [string, Flag] => [
    flag,
    Flags.custom<Parsed>({
      summary,
      helpValue: value.helpValue,
      parse: (text) => Promise.resolve({ value: value.parse(text, `--${flag}`) }),
    })(),
  ]);
  return flagGroup('SETTINGS', Object.fromEntries(flags));
}

/** The settings that the flags ask for. */
export function askedSettings(settings: readonly SettingFlag[], flags: object): AskedSetting[] {
  const given = new Map<string, unknown>(Object.entries(flags));
  return settings.flatMap(({ flag, setting, disruption }) => {
    const parsed = given.get(flag) as Parsed | undefined;
    return parsed === undefined ? [] : [{ setting, to: parsed, disruption }];
  });
}

/** @throws AdminError USAGE if nothing was asked for */
export function assertAsked(asked: readonly AskedSetting[], command: string): void {
  if (asked.length > 0) return;
  throw new AdminError('USAGE', 'no setting is given', { hint: `To see the settings: sf-admin ${command} --help` });
}
