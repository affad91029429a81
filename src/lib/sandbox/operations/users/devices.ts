import { deviceAnswer, requireDevice } from '../../sign-in/device.js';
import { operation } from '../../engine/operation.js';
import { pageOf, pageStart, pageToken } from '../../engine/page.js';
import { LARGEST_PAGE, ONE_USER, PAGE_TOKEN, QUERY_LIMIT } from '../../engine/parameters.js';
import { required, string, structure } from '../../engine/shape.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

const ListRequest = structure({ ...ONE_USER, Limit: QUERY_LIMIT, PaginationToken: PAGE_TOKEN });

/** Devices stay, and are listed, when the pool no longer tracks new ones. */
export const AdminListDevices = operation(ListRequest, async ({ store }, input) => {
  const user = requireUser(requirePool(await store.read(), input.UserPoolId), input.Username);
  const devices = user.devices ?? {};
  const request = ['devices', input.UserPoolId, user.username];
  // 0 is no limit of its own.
  const limit = input.Limit === undefined || input.Limit === 0 ? LARGEST_PAGE : input.Limit;
  const page = pageOf(Object.keys(devices), pageStart(input.PaginationToken, request), limit);
  const last = page.more ? page.keys.at(-1) : undefined;
  return {
    Devices: page.keys.map((key) => deviceAnswer(key, requireDevice(user, key))),
    ...(last === undefined ? {} : { PaginationToken: pageToken(last, request) }),
  };
});

const OneDevice = structure({
  ...ONE_USER,
  DeviceKey: required(string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' })),
});

export const AdminGetDevice = operation(OneDevice, async ({ store }, input) => {
  const user = requireUser(requirePool(await store.read(), input.UserPoolId), input.Username);
  return { Device: deviceAnswer(input.DeviceKey, requireDevice(user, input.DeviceKey)) };
});

export const AdminForgetDevice = operation(OneDevice, ({ store }, input) =>
  store.update((state) => {
    const user = requireUser(requirePool(state, input.UserPoolId), input.Username);
    requireDevice(user, input.DeviceKey);
    if (user.devices) Reflect.deleteProperty(user.devices, input.DeviceKey);
    return {};
  }),
);
