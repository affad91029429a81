import { randomUUID } from 'node:crypto';
import { defined } from '../../../model/defined.js';
import { epochSeconds } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_USER } from '../../engine/parameters.js';
import { notFound } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { own } from '../../state/lookup.js';
import type { DeviceState, PoolState, UserState } from '../../state/state.js';
import { LOCAL_CLIENT } from './sessions.js';
import { userChange, userReader } from './user-operation.js';

const ListRequest = structure({ ...ONE_USER, Limit: PAGE_SIZE_OR_ZERO, PaginationToken: PAGE_TOKEN });

/** Devices stay listed when the pool no longer tracks new ones. */
export const AdminListDevices = userReader(ListRequest, (user, { input }) => {
  const list = ['devices', input.UserPoolId, user.username];
  const { keys, nextToken } = sortedPage(Object.keys(user.devices ?? {}), list, input.PaginationToken, input.Limit);
  return { Devices: keys.map((key) => deviceResponse(user, key)), ...defined({ PaginationToken: nextToken }) };
});

const OneDevice = structure({
  ...ONE_USER,
  DeviceKey: required(string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' })),
});

export const AdminGetDevice = userReader(OneDevice, (user, { input }) => ({
  Device: deviceResponse(user, input.DeviceKey),
}));

export const AdminForgetDevice = userChange(OneDevice, (user, { input }) => {
  requireDevice(user, input.DeviceKey);
  if (user.devices) Reflect.deleteProperty(user.devices, input.DeviceKey);
});

/** `DeviceType`. Throws ResourceNotFoundException. */
function deviceResponse(user: UserState, key: string): object {
  const device = requireDevice(user, key);
  const rememberedStatus = device.remembered ? 'remembered' : 'not_remembered';
  return {
    DeviceKey: key,
    DeviceAttributes: [
      { Name: 'device_status', Value: 'valid' },
      { Name: 'device_name', Value: device.name },
      { Name: 'dev:device_remembered_status', Value: rememberedStatus },
      { Name: 'last_ip_used', Value: device.lastIp },
    ],
    DeviceCreateDate: epochSeconds(device.createdAt),
    DeviceLastModifiedDate: epochSeconds(device.modifiedAt),
    DeviceLastAuthenticatedDate: epochSeconds(device.lastAuthenticatedAt),
  };
}

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
function requireDevice(user: UserState, key: string): DeviceState {
  const device = own(user.devices ?? {}, key);
  if (!device) throw notFound('Device does not exist.');
  return device;
}
