import { requireDevice } from '../../sign-in/device.js';
import { epochSeconds } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_USER } from '../../engine/parameters.js';
import { required, string, structure } from '../../engine/shape.js';
import type { UserState } from '../../state/state.js';
import { defined } from '../../../model/defined.js';
import { userChange, userReader } from './user-operation.js';

const ListRequest = structure({ ...ONE_USER, Limit: PAGE_SIZE_OR_ZERO, PaginationToken: PAGE_TOKEN });

/** Devices stay listed when the pool no longer tracks new ones. */
export const AdminListDevices = userReader(ListRequest, (user, { input }) => {
  const { keys, nextToken } = sortedPage(Object.keys(user.devices ?? {}), {
    list: ['devices', input.UserPoolId, user.username],
    token: input.PaginationToken,
    size: input.Limit,
  });
  return {
    Devices: keys.map((key) => deviceResponse(user, key)),
    ...defined({ PaginationToken: nextToken }),
  };
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
