import { randomUUID } from 'node:crypto';
import { epochSeconds } from '../engine/operation.js';
import { ServiceError } from '../engine/service-error.js';
import { HERE } from './session.js';
import { own } from '../state/state.js';
import type { DeviceState, PoolState, UserState } from '../state/state.js';

/**
 * Notes the device of a sign-in where the pool tracks devices. `given` is the key that the application sent. Answers
 * what the application is told of a device that is new to the user, and nothing of one that is known.
 *
 * An application confirms a new device with its user's access token; the sandbox takes it for confirmed at once.
 *
 * Throws ResourceNotFoundException for the key of a device that has been forgotten.
 */
export function noteDevice(
  { poolId, pool }: { poolId: string; pool: PoolState },
  user: UserState,
  given: string | undefined,
  now: number,
): object | undefined {
  const configuration = pool.settings.DeviceConfiguration;
  if (!configuration) return undefined;
  if (given !== undefined) {
    const known = requireDevice(user, given);
    known.lastAuthenticatedAt = now;
    known.modifiedAt = now;
    return undefined;
  }
  const region = poolId.split('_')[0] ?? '';
  const key = `${region}_${randomUUID()}`;
  const device: DeviceState = {
    name: HERE.deviceType,
    lastIp: HERE.ip,
    remembered: configuration.DeviceOnlyRememberedOnUserPrompt !== true,
    createdAt: now,
    modifiedAt: now,
    lastAuthenticatedAt: now,
  };
  user.devices = { ...user.devices, [key]: device };
  return { DeviceKey: key, DeviceGroupKey: `-${poolId.split('_')[1] ?? ''}` };
}

/** Throws ResourceNotFoundException. */
export function requireDevice(user: UserState, key: string): DeviceState {
  const device = own(user.devices ?? {}, key);
  if (!device) throw new ServiceError('ResourceNotFoundException', 'Device does not exist.');
  return device;
}

/** A device as AdminGetDevice and AdminListDevices answer it: `DeviceType`, times in epoch seconds. */
export function deviceAnswer(key: string, device: DeviceState): object {
  return {
    DeviceKey: key,
    DeviceAttributes: [
      { Name: 'device_status', Value: 'valid' },
      { Name: 'device_name', Value: device.name },
      {
        Name: 'dev:device_remembered_status',
        Value: device.remembered ? 'remembered' : 'not_remembered',
      },
      { Name: 'last_ip_used', Value: device.lastIp },
    ],
    DeviceCreateDate: epochSeconds(device.createdAt),
    DeviceLastModifiedDate: epochSeconds(device.modifiedAt),
    DeviceLastAuthenticatedDate: epochSeconds(device.lastAuthenticatedAt),
  };
}
