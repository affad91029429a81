import { operation } from '../../engine/operation.js';
import { required, string, structure } from '../../engine/shape.js';
import { holderOfToken, readAccessToken } from '../../sign-in/access-token.js';
import { MFA_SETTINGS, setPreference } from '../users/mfa.js';

const Request = structure({
  AccessToken: required(string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })),
  ...MFA_SETTINGS,
});

/** What AdminSetUserMFAPreference does, by the user. */
export const SetUserMFAPreference = operation(Request, async ({ store, now }, input) => {
  const time = now();
  const token = await readAccessToken(store, time, input.AccessToken);
  return store.update((state) => {
    const { pool, user } = holderOfToken(state, token);
    setPreference(pool, user, input, time.getTime());
    return {};
  });
});
