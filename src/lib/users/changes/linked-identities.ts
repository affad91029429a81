import type { Applied } from '../../changes/change.js';
import { written } from '../../changes/written.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { FieldChange } from '../../model/field-change.js';
import {
  identitiesOf,
  type Identity,
  identityText,
  type LinkedIdentity,
  type UserDetail,
  userLabel,
} from '../../model/user.js';

/** @throws AdminError BAD_RESPONSE if Cognito's list of them cannot be read */
export function readIdentities(user: UserDetail): readonly Identity[] {
  const identities = identitiesOf(user);
  if (identities !== null) return identities;
  throw badResponse(`the identities of ${userLabel(user)} are not in the form that Cognito documents`, {});
}

/** Linking adds and unlinking removes one, whatever others there are. */
export function identitiesField(
  before: readonly LinkedIdentity[],
  after: readonly LinkedIdentity[],
  { isRelative = true } = {},
): FieldChange {
  const field = { field: 'identities', before: before.map(identityText), after: after.map(identityText) };
  return isRelative ? { ...field, relative: true } : field;
}

/** Whether two are the same identity. */
export function isSame(one: LinkedIdentity, other: LinkedIdentity): boolean {
  return one.provider === other.provider && one.subject === other.subject;
}

/** The provider's ID of a user, as an attribute (API reference, ProviderUserIdentifierType). */
const SUBJECT = 'Cognito_Subject';

function providerUser({ provider, subject }: LinkedIdentity) {
  return { ProviderName: provider, ProviderAttributeName: SUBJECT, ProviderAttributeValue: subject };
}

/** A federated user is named by the identity that made it, any other by the user name (API reference, DestinationUser). */
export async function link({ cognito }: Directory, user: UserDetail, identity: LinkedIdentity): Promise<Applied> {
  const own = readIdentities(user).find(({ primary }) => primary);
  const DestinationUser =
    own === undefined ? { ProviderName: 'Cognito', ProviderAttributeValue: user.username } : providerUser(own);
  return written(
    await cognito.call('AdminLinkProviderForUser', { DestinationUser, SourceUser: providerUser(identity) }),
  );
}

/** @throws AdminError USER_NOT_FOUND if Cognito knows the identity by another attribute than its subject */
export async function unlink({ cognito }: Directory, identity: LinkedIdentity): Promise<Applied> {
  try {
    return written(await cognito.call('AdminDisableProviderForUser', { User: providerUser(identity) }));
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') throw error;
    const { requestId, mayHaveHappened } = error;
    throw new AdminError('USER_NOT_FOUND', `Cognito knows no identity ${identityText(identity)} by its subject`, {
      hint:
        'It may have been linked by an attribute, such as the email. Then unlink it with the AWS CLI: ' +
        'aws cognito-idp admin-disable-provider-for-user',
      cause: error,
      requestId,
      mayHaveHappened,
    });
  }
}
