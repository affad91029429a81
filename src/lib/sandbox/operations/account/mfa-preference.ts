import { structure } from '../../engine/shape.js';
import { MFA_SETTINGS, setPreference } from '../users/mfa.js';
import { ONE_TOKEN, tokenChange } from './account-operation.js';

/** What AdminSetUserMFAPreference does, by the user. */
export const SetUserMFAPreference = tokenChange(
  structure({ ...ONE_TOKEN, ...MFA_SETTINGS }),
  ({ pool, user, input, time }) => {
    setPreference(pool, user, input, time);
    return {};
  },
);
