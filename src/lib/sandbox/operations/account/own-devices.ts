import { invalidParameter } from '../../engine/service-error.js';
import { string, structure } from '../../engine/shape.js';
import {
  confirmDevice,
  DEVICE_PAGE,
  DEVICE_STATUS,
  deviceResponse,
  forgetDevice,
  listDevices,
  ONE_DEVICE,
  updateDeviceStatus,
} from '../users/devices.js';
import { ONE_TOKEN, TOKEN, tokenChange, tokenReader } from './account-operation.js';

/** Two operations do not require the token in their shape. */
const MAYBE_TOKEN = { AccessToken: TOKEN } as const;

const ConfirmRequest = structure({
  ...ONE_TOKEN,
  ...ONE_DEVICE,
  DeviceSecretVerifierConfig: structure({
    PasswordVerifier: string({ min: 1, max: 131_072 }),
    Salt: string({ min: 1, max: 131_072 }),
  }),
  DeviceName: string({ min: 1, max: 1024 }),
});

export const ConfirmDevice = tokenChange(ConfirmRequest, ({ pool, user, input, time }) => {
  const { PasswordVerifier: verifier, Salt: salt } = input.DeviceSecretVerifierConfig ?? {};
  if (verifier === undefined || salt === undefined) {
    throw invalidParameter('Missing required parameter DeviceSecretVerifierConfig');
  }
  const details = { name: input.DeviceName, verifier: { salt, verifier } };
  return { UserConfirmationNecessary: confirmDevice(pool, user, input.DeviceKey, details, time) };
});

export const ListDevices = tokenReader(structure({ ...ONE_TOKEN, ...DEVICE_PAGE }), ({ poolId, user, input }) =>
  listDevices(poolId, user, input),
);

export const GetDevice = tokenReader(structure({ ...MAYBE_TOKEN, ...ONE_DEVICE }), ({ user, input }) => ({
  Device: deviceResponse(user, input.DeviceKey),
}));

export const ForgetDevice = tokenChange(structure({ ...MAYBE_TOKEN, ...ONE_DEVICE }), ({ user, input }) => {
  forgetDevice(user, input.DeviceKey);
  return {};
});

export const UpdateDeviceStatus = tokenChange(
  structure({ ...ONE_TOKEN, ...ONE_DEVICE, ...DEVICE_STATUS }),
  ({ pool, user, input, time }) => {
    updateDeviceStatus(pool, user, input, time);
    return {};
  },
);
