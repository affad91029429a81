import { attributeRecord } from './attribute-schema.js';
import { attributesOfNewUser, firstFactors } from './new-user.js';
import { operation } from '../../engine/operation.js';
import { ATTRIBUTES, FLAG, METADATA, ONE_USER, TEMPORARY_PASSWORD } from '../../engine/parameters.js';
import { checkPassword, hashPassword, inventPassword } from '../../sign-in/password.js';
import { ServiceError, invalidParameter, notModelled } from '../../engine/service-error.js';
import { list, string, structure } from '../../engine/shape.js';
import type { UserState } from '../../state/state.js';
import { userAnswer } from './user-answer.js';
import { hasGeneratedNames, holdersIn, requirePool, requireUser } from '../../state/user-lookup.js';

const Request = structure({
  ...ONE_USER,
  ...METADATA,
  UserAttributes: ATTRIBUTES,
  ValidationData: ATTRIBUTES,
  TemporaryPassword: TEMPORARY_PASSWORD,
  ForceAliasCreation: FLAG,
  MessageAction: string({ oneOf: ['RESEND', 'SUPPRESS'] }),
  DesiredDeliveryMediums: list(string({ oneOf: ['SMS', 'EMAIL'] })),
});

export const AdminCreateUser = operation(Request, async ({ store, now }, input) => {
  if (input.ForceAliasCreation === true)
    throw notModelled('ForceAliasCreation, which takes an address from its user');
  const given = input.TemporaryPassword ?? '';
  const pool = requirePool(await store.read(), input.UserPoolId);
  const policy = pool.settings.Policies?.PasswordPolicy;
  if (given !== '') checkPassword(given, policy);
  // Hashed before the change, so that the store is not held up by it.
  const password =
    given === '' && firstFactors(pool).some((factor) => factor.endsWith('_OTP'))
      ? undefined
      : await hashPassword(given === '' ? inventPassword(policy) : given);

  return store.update((state) => {
    const current = requirePool(state, input.UserPoolId);
    const time = now().getTime();
    if (input.MessageAction === 'RESEND') {
      const user = requireUser(current, input.Username);
      return { User: userAnswer(invitedAgain(user, password, time)) };
    }
    const attributes = attributesOfNewUser(
      current,
      input.Username,
      attributeRecord(input.UserAttributes),
      holdersIn(current),
    );
    checkDelivery(input.MessageAction, input.DesiredDeliveryMediums ?? [], attributes);
    const user: UserState = {
      username: hasGeneratedNames(current) ? (attributes.sub ?? '') : input.Username,
      attributes,
      enabled: true,
      status: password ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
      createdAt: time,
      modifiedAt: time,
      ...(password ? { password, temporarySince: time } : {}),
      mfa: { methods: [] },
      refreshTokens: {},
    };
    current.users[user.username] = user;
    return { User: userAnswer(user) };
  });
});

/** A new temporary password, whose validity starts again: the mend for an invitation that has expired. */
function invitedAgain(user: UserState, password: UserState['password'], time: number): UserState {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new ServiceError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  if (password) user.password = password;
  user.temporarySince = time;
  user.modifiedAt = time;
  delete user.challenge;
  return user;
}

/** Only what the request names: left to its default of SMS, Cognito sends nothing to a user who has no number. */
function checkDelivery(
  action: 'RESEND' | 'SUPPRESS' | undefined,
  mediums: readonly ('SMS' | 'EMAIL')[],
  attributes: Readonly<Record<string, string>>,
): void {
  if (action === 'SUPPRESS') return;
  for (const medium of mediums) {
    const address = medium === 'EMAIL' ? 'email' : 'phone_number';
    if (!Object.hasOwn(attributes, address)) {
      throw invalidParameter(`${address} is required to deliver the invitation by ${medium}.`);
    }
  }
}
