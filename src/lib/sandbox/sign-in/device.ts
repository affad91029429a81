import { randomUUID } from 'node:crypto';
import { notFound } from '../engine/service-error.js';
import { LOCAL_CLIENT } from './session.js';
import { own } from '../state/state.js';
import type { DeviceState, PoolState, UserState } from '../state/state.js';

/**
 * Records the device of a sign-in if the pool tracks devices. `key` is the device key that the client sent. Returns the
 * `NewDeviceMetadata` of a new device, and undefined for a known one.
 *
 * With Cognito, a client confirms a new device with the user's access token; here it counts as confirmed at once.
 *
 * Throws ResourceNotFoundException for the key of a forgotten device.
 */
export function recordDevice(
  { poolId, pool }: { poolId: string; pool: PoolState },
  user: UserState,
  key: string | undefined,
  now: number,
): object | undefined {
  const configuration = pool.settings.DeviceConfiguration;
  if (!configuration) return undefined;
  if (key !== undefined) {
    const known = requireDevice(user, key);
    known.lastAuthenticatedAt = now;
    known.modifiedAt = now;
    return undefined;
  }
  const [region = '', poolName = ''] = poolId.split('_');
  const newKey = `${region}_${randomUUID()}`;
  const device: DeviceState = {
    name: LOCAL_CLIENT.deviceType,
    lastIp: LOCAL_CLIENT.ip,
    remembered: configuration.DeviceOnlyRememberedOnUserPrompt !== true,
    createdAt: now,
    modifiedAt: now,
    lastAuthenticatedAt: now,
  };
  user.devices = { ...user.devices, [newKey]: device };
  return { DeviceKey: newKey, DeviceGroupKey: `-${poolName}` };
}

/** Throws ResourceNotFoundException. */
export function requireDevice(user: UserState, key: string): DeviceState {
  const device = own(user.devices ?? {}, key);
  if (!device) throw notFound('Device does not exist.');
  return device;
}
