import { defined } from '../../model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_REGION } from '../../model/sandbox-ids.js';
import type { DeviceState, RefreshTokenState, SessionPlace, UserState } from '../state/state.js';

/** Two remembered devices with a session each, or a session through the hosted UI. */
export type ActivityKind = 'two devices' | 'hosted UI';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** With IP addresses for documentation (RFC 5737). */
const LAPTOP: SessionPlace = {
  deviceType: 'Firefox 141 / Windows 11',
  ip: '192.0.2.17',
  city: 'Lisbon',
  country: 'Portugal',
};
const PHONE: SessionPlace = {
  deviceType: 'Safari 19 / iOS 19.1',
  ip: '198.51.100.73',
  city: 'Porto',
  country: 'Portugal',
};

/** The traces of earlier sign-ins of a seeded user; their tokens do not exist. `now` is in milliseconds since 1970. */
export function seedActivity(
  kind: ActivityKind,
  now: number,
): Pick<UserState, 'refreshTokens' | 'devices' | 'ssoSessions'> {
  if (kind === 'two devices') {
    const key = `${SANDBOX_REGION}_5af10000-0000-4000-9000-00000000000`;
    return {
      refreshTokens: {
        'seeded-1': tokenSession('1', LAPTOP, now - 6 * DAY_MS, now - 2 * HOUR_MS),
        'seeded-2': tokenSession('2', PHONE, now - 2 * DAY_MS, now - 20 * HOUR_MS),
      },
      devices: {
        [`${key}1`]: device(LAPTOP, now - 90 * DAY_MS, now - 6 * DAY_MS),
        [`${key}2`]: device(PHONE, now - 40 * DAY_MS, now - 2 * DAY_MS),
      },
    };
  }
  const id = sessionId('sso', '1');
  const createdAt = now - 5 * HOUR_MS;
  const expiresAt = createdAt + 30 * DAY_MS;
  return {
    refreshTokens: { 'seeded-3': tokenSession('3', LAPTOP, createdAt, now - HOUR_MS, id) },
    ssoSessions: { [id]: { ...LAPTOP, clientId: SANDBOX_CLIENT_ID, createdAt, lastActiveAt: createdAt, expiresAt } },
  };
}

function tokenSession(
  number: string,
  place: SessionPlace,
  signedInAt: number,
  lastActiveAt: number,
  ssoSessionId?: string,
): RefreshTokenState {
  return {
    clientId: SANDBOX_CLIENT_ID,
    signedInAt,
    expiresAt: signedInAt + 30 * DAY_MS,
    session: { ...place, id: sessionId('tkn', number), lastActiveAt, ...defined({ ssoSessionId }) },
  };
}

function device({ deviceType: name, ip: lastIp }: SessionPlace, createdAt: number, lastSignIn: number): DeviceState {
  const dates = { createdAt, modifiedAt: lastSignIn, lastAuthenticatedAt: lastSignIn };
  return { name, lastIp, remembered: true, ...dates };
}

function sessionId(kind: 'tkn' | 'sso', number: string): string {
  return kind + 'seeded'.padEnd(25 - number.length, '0') + number;
}
