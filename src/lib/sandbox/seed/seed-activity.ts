import { defined } from '../../model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_REGION } from '../../model/sandbox-ids.js';
import type { DeviceState, RefreshTokenState, SessionPlace, UserState } from '../state/state.js';

/** Two remembered devices with a session each, or a session through managed login. */
export type ActivityKind = 'two devices' | 'managed login';

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
  switch (kind) {
    case 'two devices':
      return {
        refreshTokens: {
          'seeded-1': tokenSession('1', LAPTOP, now - 6 * DAY_MS, now - 2 * HOUR_MS),
          'seeded-2': tokenSession('2', PHONE, now - 2 * DAY_MS, now - 20 * HOUR_MS),
        },
        devices: {
          [`${SANDBOX_REGION}_5af10000-0000-4000-9000-000000000001`]: device(
            LAPTOP,
            now - 90 * DAY_MS,
            now - 6 * DAY_MS,
          ),
          [`${SANDBOX_REGION}_5af10000-0000-4000-9000-000000000002`]: device(
            PHONE,
            now - 40 * DAY_MS,
            now - 2 * DAY_MS,
          ),
        },
      };
    case 'managed login': {
      const sso = sessionId('sso', '1');
      const createdAt = now - 5 * HOUR_MS;
      return {
        refreshTokens: { 'seeded-3': tokenSession('3', LAPTOP, createdAt, now - HOUR_MS, sso) },
        ssoSessions: {
          [sso]: {
            ...LAPTOP,
            clientId: SANDBOX_CLIENT_ID,
            createdAt,
            lastActiveAt: createdAt,
            expiresAt: createdAt + 30 * DAY_MS,
          },
        },
      };
    }
  }
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

function device(
  { deviceType, ip }: SessionPlace,
  createdAt: number,
  lastAuthenticatedAt: number,
): DeviceState {
  return {
    name: deviceType,
    lastIp: ip,
    remembered: true,
    createdAt,
    modifiedAt: lastAuthenticatedAt,
    lastAuthenticatedAt,
  };
}

function sessionId(kind: 'tkn' | 'sso', number: string): string {
  return kind + 'seeded'.padEnd(25 - number.length, '0') + number;
}
