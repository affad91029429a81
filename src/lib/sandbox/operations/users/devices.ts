import { randomUUID } from 'node:crypto';
import type { DeviceConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import { defined } from '../../../model/defined.js';
import { epochSeconds } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_USER } from '../../engine/parameters.js';
import { notFound, ServiceError } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { own } from '../../state/lookup.js';
import type { DeviceState, DeviceVerifierState, PoolState, UserState } from '../../state/state.js';
import { LOCAL_CLIENT } from './sessions.js';
import { userChange, userReader } from './user-operation.js';

export const DEVICE_PAGE = { Limit: PAGE_SIZE_OR_ZERO, PaginationToken: PAGE_TOKEN } as const;

export const ONE_DEVICE = {
  DeviceKey: required(string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' })),
} as const;

export const DEVICE_STATUS = { DeviceRememberedStatus: string({ oneOf: ['remembered', 'not_remembered'] }) } as const;

/** Devices stay listed when the pool no longer tracks new ones. */
export const AdminListDevices = userReader(structure({ ...ONE_USER, ...DEVICE_PAGE }), (user, { input }) =>
  listDevices(input.UserPoolId, user, input),
);

const OneDevice = structure({ ...ONE_USER, ...ONE_DEVICE });

export const AdminGetDevice = userReader(OneDevice, (user, { input }) => ({
  Device: deviceResponse(user, input.DeviceKey),
}));

export const AdminForgetDevice = userChange(OneDevice, (user, { input }) => {
  forgetDevice(user, input.DeviceKey);
});

export const AdminUpdateDeviceStatus = userChange(
  structure({ ...ONE_USER, ...ONE_DEVICE, ...DEVICE_STATUS }),
  (user, { pool, input, time }) => {
    updateDeviceStatus(pool, user, input, time);
  },
);

/** A page of a user's confirmed devices. */
export function listDevices(
  poolId: string,
  user: UserState,
  { Limit, PaginationToken }: { Limit?: number; PaginationToken?: string },
): object {
  const confirmed = Object.entries(user.devices ?? {}).filter(([, device]) => device.unconfirmed !== true);
  const list = ['devices', poolId, user.username];
  const { keys, nextToken } = sortedPage(
    confirmed.map(([key]) => key),
    list,
    PaginationToken,
    Limit,
  );
  return { Devices: keys.map((key) => deviceResponse(user, key)), ...defined({ PaginationToken: nextToken }) };
}

/** Throws ResourceNotFoundException. */
export function forgetDevice(user: UserState, key: string): void {
  requireDevice(user, key);
  if (user.devices) Reflect.deleteProperty(user.devices, key);
}

/** Throws ResourceNotFoundException, and InvalidUserPoolConfigurationException if the pool does not track devices. */
export function updateDeviceStatus(
  pool: PoolState,
  user: UserState,
  { DeviceKey, DeviceRememberedStatus: status }: { DeviceKey: string; DeviceRememberedStatus?: string },
  time: number,
): void {
  requireTracking(pool);
  const device = requireDevice(user, DeviceKey);
  if (status !== undefined) device.remembered = status === 'remembered';
  device.modifiedAt = time;
}

/**
 * Confirms a new device of a sign-in, with what the device needs to prove itself later. Returns whether the user must be
 * asked before it is remembered.
 *
 * Throws InvalidUserPoolConfigurationException if the pool does not track devices, ResourceNotFoundException for a key
 * that no sign-in of the user got, DeviceKeyExistsException for a device that is confirmed already.
 */
export function confirmDevice(
  pool: PoolState,
  user: UserState,
  key: string,
  { name, verifier }: { name: string | undefined; verifier: DeviceVerifierState },
  time: number,
): boolean {
  const asksUser = requireTracking(pool).DeviceOnlyRememberedOnUserPrompt === true;
  const device = own(user.devices ?? {}, key);
  if (!device) throw notFound('Device does not exist.');
  if (device.unconfirmed !== true) {
    throw new ServiceError('DeviceKeyExistsException', 'Device key already exists.');
  }
  delete device.unconfirmed;
  device.verifier = verifier;
  if (name !== undefined) device.name = name;
  device.modifiedAt = time;
  return asksUser;
}

/** Undocumented: when Cognito sends this error. Its message is the sandbox's. */
function requireTracking({ settings }: PoolState): DeviceConfigurationType {
  if (settings.DeviceConfiguration) return settings.DeviceConfiguration;
  const message = 'The user pool does not track devices.';
  throw new ServiceError('InvalidUserPoolConfigurationException', message);
}

/** `DeviceType`. Throws ResourceNotFoundException. */
export function deviceResponse(user: UserState, key: string): object {
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

/** Without a limit, a client that never confirms its devices would add one with every sign-in. */
const MAX_UNCONFIRMED = 20;

/**
 * Records the device of a sign-in if the pool tracks devices. `key` is the device key that the client sent. Returns the
 * `NewDeviceMetadata` of a new device, and undefined for a known one.
 * The client confirms a new device with ConfirmDevice; until then it is listed nowhere. Of many that
 * were never confirmed, the oldest are dropped.
 *
 * Throws ResourceNotFoundException for the key of a forgotten device, or of one that was not confirmed.
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
    unconfirmed: true,
  };
  const devices = Object.entries(user.devices ?? {});
  const waiting = devices.filter(([, { unconfirmed }]) => unconfirmed === true).slice(1 - MAX_UNCONFIRMED);
  const confirmed = devices.filter(([, { unconfirmed }]) => unconfirmed !== true);
  user.devices = Object.fromEntries([...confirmed, ...waiting, [newKey, device]]);
  return { DeviceKey: newKey, DeviceGroupKey: `-${poolName}` };
}

/** Throws ResourceNotFoundException. */
function requireDevice(user: UserState, key: string): DeviceState {
  const device = own(user.devices ?? {}, key);
  if (!device || device.unconfirmed === true) throw notFound('Device does not exist.');
  return device;
}
