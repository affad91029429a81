import { isDeepStrictEqual } from 'node:util';

import { CLIENT_SETTINGS } from '../../client/settings/client-settings.js';
import type { SettingFlag } from '../../conventions/settings/setting-value.js';
import type { Settings } from '../../conventions/settings/setting-field.js';
import { AdminError } from '../../errors.js';
import { POOL_SETTINGS } from '../../pool/settings/pool-settings.js';
import { shellWord } from '../../text/quoted.js';
import { type Expectation, valueText } from './expectation.js';

/** The settings that a structure's commands can change. */
const FLAGS = { pool: POOL_SETTINGS, client: CLIENT_SETTINGS, attribute: [] } as const;

/** The value of a setting with Cognito's default if it is not set; `undefined` if no command knows the setting. */
export function settingValue({ of, field }: Expectation, settings: Settings): unknown {
  return flagOf(of.kind, field)?.setting.read(settings);
}

/**
 * The flags of `pool set` or `client set` that make a setting as expected: `--password-min-length 12`.
 *
 * @param current the value that the setting has
 * @param isMfaOff whether MFA is off, so that no factor can be turned on alone
 * @returns `undefined` if no command can change the setting, or not to this value
 */
export function settingFlags(expectation: Expectation, current: unknown, isMfaOff: boolean): string | undefined {
  const { of, field } = expectation;
  const setting = flagOf(of.kind, field);
  const text = setting && typed(setting, wanted(expectation, current));
  if (setting === undefined || text === undefined) return undefined;
  const flags = `--${setting.flag} ${shellWord(text)}`;
  if (of.kind !== 'pool' || !isMfaOff || !field.startsWith('mfa.')) return flags;
  // MFA needs a factor, and a factor needs MFA (API reference, SetUserPoolMfaConfig).
  return field === 'mfa.mode' ? `${flags} --mfa-totp on` : `--mfa optional ${flags}`;
}

function flagOf(kind: Expectation['of']['kind'], field: string): SettingFlag | undefined {
  return FLAGS[kind].find(({ setting }) => setting.field === field);
}

/** The value nearest to the current one that is as expected. */
function wanted({ operator, operand }: Expectation, current: unknown): unknown {
  if (operator === 'oneOf') return (operand as unknown[])[0];
  if (operator !== 'contains') return operand;
  return [...new Set([...(Array.isArray(current) ? (current as unknown[]) : []), ...(operand as unknown[])])];
}

/** How a value is typed, which its parser decides: `on`, `12`, `3600s`, `email,phone_number`. */
function typed({ flag, value: { options = [], parse } }: SettingFlag, value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(',') : valueText(value);
  return [...options, text, `${text}s`, 'none'].find((candidate) => {
    try {
      return isDeepStrictEqual(parse(candidate, `--${flag}`), value);
    } catch (error) {
      if (error instanceof AdminError) return false;
      throw error;
    }
  });
}
