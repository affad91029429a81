import type { Change, Plan } from '../../changes/change.js';
import { written } from '../../changes/written.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { privilegesOf } from '../../groups/privileges-of.js';
import { type Identity, identityText, type LinkedIdentity, type UserDetail, userLabel } from '../../model/user.js';
import { type DescribedProvider, describeProvider } from '../../providers/read-providers.js';
import { listed } from '../../text/listed.js';
import { shellWord } from '../../text/quoted.js';
import { getUserIfAny } from '../read/find-user.js';
import { identitiesField, isSame, link, readIdentities, unlink } from './linked-identities.js';
import { changeUser } from './user-change.js';

/** Plans a change of the identities of one user, given by an email, a `sub` or a user name. */
export type PlanLink<Input = LinkedIdentity> = (directory: Directory, user: string, input: Input) => Promise<Change>;

/** Quotas in the developer guide: identities that can be linked to a user. */
const MAX_LINKED = 5;

/**
 * Links identities of providers to users, who then sign in with them (AdminLinkProviderForUser). Each provider is looked up
 * once, however many users there are.
 *
 * @throws AdminError PROVIDER_NOT_FOUND; USER_EXISTS if the identity has signed in before, which made a user of its own;
 *   USER_STATE if the user has as many identities as Cognito allows; as `findUser` does
 */
export function linkIdentity(): PlanLink {
  const providers = new Map<string, Promise<DescribedProvider>>();
  return (directory, name, identity) =>
    changeUser(directory, name, async (user) => {
      const identities = readIdentities(user);
      const isLinked = identities.some((one) => isSame(one, identity));
      return {
        operation: 'users.link',
        fields: [identitiesField(identities, isLinked ? identities : [...identities, identity])],
        ...(isLinked ? {} : await effectOfLink(directory, user, { identity, identities, providers })),
        doneMessage: `Linked ${identityText(identity)} to ${userLabel(user)}.`,
        unchangedMessage: `${identityText(identity)} is already linked to ${userLabel(user)}.`,
        apply: () => link(directory, user, identity),
      };
    });
}

/** An identity to unlink; without `subject` the only one that the user has at the provider. */
export type UnlinkInput = Pick<LinkedIdentity, 'provider'> & Partial<LinkedIdentity>;

/**
 * Takes linked identities from users (AdminDisableProviderForUser).
 *
 * @throws AdminError PROVIDER_NOT_FOUND; MISSING_INPUT if it is not clear which identity is meant; USER_STATE for a federated
 *   user's own; as `findUser` does
 */
export function unlinkIdentity(): PlanLink<UnlinkInput> {
  const providers = new Map<string, Promise<DescribedProvider>>();
  return (directory, name, input) => {
    let chosen: LinkedIdentity | undefined;
    return changeUser(directory, name, async (user) => {
      const identities = readIdentities(user);
      // Once, so that a later plan does not mean another identity than the one that was confirmed.
      chosen ??= choose(user, identities, input);
      if (chosen === undefined) await providerOf(directory, input.provider, providers);
      const [identity, label] = [chosen, userLabel(user)];
      const { provider, subject } = identity ?? input;
      const text = subject === undefined ? `an identity at ${provider}` : identityText({ provider, subject });
      const after = identities.filter((one) => identity === undefined || !isSame(one, identity));
      return {
        operation: 'users.unlink',
        // Without the subject, a later plan may mean another identity, which needs a new confirmation.
        fields: [identitiesField(identities, after, { isRelative: input.subject !== undefined })],
        disruption: unlinkDisruption(user),
        doneMessage: `Unlinked ${text} from ${label}.`,
        unchangedMessage: `${label} is not linked to ${text}.`,
        notes: identity === undefined ? [] : UNLINK_NOTES,
        apply: () => (identity === undefined ? Promise.resolve(written()) : unlink(directory, identity)),
      };
    });
  };
}

const UNLINK_NOTES = [
  'It can be undone only until the next sign-in with the identity, which makes a new user that Cognito cannot link.',
  'Tokens that were already issued stay valid. To revoke them: sf-admin users sign-out USER',
];

/** What unlinking does: a sentence. */
export function unlinkDisruption(user: UserDetail): string {
  return `The next sign-in with it would be as a new user, and no longer as ${userLabel(user)}.`;
}

/**
 * What linking does to the account, if Cognito can link the identity.
 *
 * @throws AdminError as `linkIdentity` does
 */
export async function effectOfLink(
  directory: Directory,
  user: UserDetail,
  {
    identity,
    identities,
    providers = new Map(),
  }: {
    readonly identity: LinkedIdentity;
    /** Those that the user has. */
    readonly identities: readonly Identity[];
    /** Providers that were read before. */
    readonly providers?: Map<string, Promise<DescribedProvider>>;
  },
): Promise<Pick<Plan, 'disruption' | 'handsOver'>> {
  const [{ attributeMapping }, profile, handsOver] = await Promise.all([
    providerOf(directory, identity.provider, providers),
    profileOf(directory, identity),
    privilegesOf(directory, user),
  ]);
  if (profile !== undefined) throw hasSignedIn(directory, identity, profile);
  if (identities.filter(({ primary }) => !primary).length >= MAX_LINKED) throw tooMany(directory, user);
  const mapped = Object.keys(attributeMapping).filter((attribute) => attribute !== 'username');
  const account = `${userLabel(user)}${handsOver.length === 0 ? '' : ` (${handsOver.join(', ')})`}`;
  const disruption =
    `The person who is ${identity.subject} at ${identity.provider} could sign in as ${account}, ` +
    'without the password and the second factor of this user pool.' +
    (mapped.length === 0 ? '' : ` Each such sign-in overwrites ${listed(mapped.sort())}.`);
  return { disruption, handsOver };
}

function tooMany(directory: Directory, user: UserDetail): AdminError {
  return new AdminError('USER_STATE', `${userLabel(user)} already has ${MAX_LINKED} linked identities`, {
    hint:
      'Cognito allows no more for a user. First remove one that is no longer used: ' +
      commandLine(directory, `users unlink ${shellWord(userLabel(user))} --provider PROVIDER --subject SUBJECT`),
  });
}

/** API reference, UsernameType. */
const USER_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** The user that Cognito makes at the first sign-in with an identity that is linked to none. */
async function profileOf(directory: Directory, { provider, subject }: LinkedIdentity): Promise<UserDetail | undefined> {
  const name = `${provider}_${subject}`;
  return USER_NAME.test(name) ? getUserIfAny(directory, name) : undefined;
}

function hasSignedIn(directory: Directory, identity: LinkedIdentity, { username }: UserDetail): AdminError {
  return new AdminError('USER_EXISTS', `${identityText(identity)} has already signed in, as user ${username}`, {
    hint:
      'Nothing was changed. Cognito links only an identity that has no user of its own.\n' +
      `To delete that user, and then link the identity before its next sign-in: ${commandLine(directory, `users delete ${shellWord(username)}`)}`,
  });
}

/** The provider, which is read once. */
function providerOf(
  directory: Directory,
  name: string,
  providers: Map<string, Promise<DescribedProvider>>,
): Promise<DescribedProvider> {
  const reading = providers.get(name) ?? describeProvider(directory, name);
  providers.set(name, reading);
  // It is awaited with another call, which may fail first.
  reading.catch(() => undefined);
  return reading;
}

/** @returns `undefined` if the user has no such identity */
function choose(user: UserDetail, identities: readonly Identity[], input: UnlinkInput): LinkedIdentity | undefined {
  const { provider, subject } = input;
  const meant = identities.filter(
    (one) => one.provider === provider && (subject === undefined || one.subject === subject),
  );
  const [linked, ...others] = meant.filter(({ primary }) => !primary);
  if (others.length > 0) {
    throw new AdminError('MISSING_INPUT', `${userLabel(user)} has several identities at ${provider}`, {
      hint: `Give the one to unlink with --subject: ${meant.map((one) => one.subject).join(', ')}`,
    });
  }
  const [own] = meant;
  if (linked !== undefined || own === undefined) return linked;
  throw new AdminError(
    'USER_STATE',
    `${identityText(own)} is what ${userLabel(user)} was made from, and cannot be unlinked`,
    {
      hint: 'Without it there would be no way to sign in as this user. To prevent the sign-in: sf-admin users disable USER',
    },
  );
}
