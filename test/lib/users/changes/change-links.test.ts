import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import type { Directory } from '../../../../src/lib/directory.js';
import type { LinkedIdentity } from '../../../../src/lib/model/user.js';
import { linkIdentity, unlinkIdentity } from '../../../../src/lib/users/changes/change-links.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED } from '../../changes/agreement.js';
import { rejection } from '../../conventions/refusal.js';
import { mockCognito } from '../../cognito/cognito-mock.js';
import { ANA as ANA_SUB, anaAlone } from '../ana.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

const ANA = 'ana.silva@tenant-one.example';
const OPERATOR = 'jonas.weber@tenant-two.example';
const MEI = 'AzureAD_mei.tanaka@tenant-two.example';
const provider = 'AzureAD';

describe('a linked identity', () => {
  let directory: Directory;
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore(seedState());
    directory = openTestDirectory({ store });
  });

  const link = async (user: string, subject: string) =>
    carryOut(directory, [await linkIdentity()(directory, user, { provider, subject })], AGREED);
  /** What the pool has, which no command shows: by which attribute Cognito knows the identity. */
  async function stored(name: string): Promise<unknown> {
    const { users } = (await store.read()).pools[SANDBOX_POOL_ID]!;
    const user = Object.values(users).find(({ username, attributes }) => [username, attributes.email].includes(name));
    return user?.identities?.map(({ attribute, value, primary }) => [attribute, value, primary]);
  }

  it('is known by its subject, and made with an account of any kind', async () => {
    await link(ANA, 'ana@corp.example');
    await link(MEI, 'mei@corp.example');
    expect([await stored(ANA), await stored(MEI)]).to.deep.equal([
      [['Cognito_Subject', 'ana@corp.example', false]],
      [
        ['Cognito_Subject', 'mei.tanaka@tenant-two.example', true],
        ['Cognito_Subject', 'mei@corp.example', false],
      ],
    ]);
  });

  it('is linked to an account with a privileged role or group in a protected pool only with the name of the user', async () => {
    const [{ conventions }] = BUILT_IN_CONTEXTS as [(typeof BUILT_IN_CONTEXTS)[number]];
    const context = { protected: true, conventions: { ...conventions, privilegedGroups: ['operators'] } };
    const there = openTestDirectory({ store, context });
    const codes: unknown[] = [];
    for (const user of [ANA, OPERATOR, 'ben.carter@tenant-one.example']) {
      const change = await linkIdentity()(there, user, { provider, subject: user });
      const outcome = await carryOut(there, [change], AGREED).catch((error: unknown) => (error as AdminError).code);
      codes.push([change.handsOver, typeof outcome === 'string' ? outcome : outcome[0]?.changed]);
    }
    expect(codes).to.deep.equal([
      [['itsm_admin'], 'CONFIRMATION_REQUIRED'],
      [['itsm_admin', 'operators'], 'CONFIRMATION_REQUIRED'],
      [[], true],
    ]);
  });

  it('is one of at most five', async () => {
    for (const n of [1, 2, 3, 4, 5]) await link(ANA, `ana-${n}`);
    const error = await rejection(link(ANA, 'ana-6'));
    expect([error.code, error.message]).to.deep.equal(['USER_STATE', `${ANA} already has 5 linked identities`]);
  });

  it('belongs to one user only', async () => {
    await link(ANA, 'shared');
    const error = await rejection(link('ben.carter@tenant-one.example', 'shared'));
    expect([error.code, error.message]).to.deep.equal([
      'USER_EXISTS',
      'the identity is linked to another user: SourceUser is already linked to another user',
    ]);
  });

  it('is not meant without its subject if there are several at the provider', async () => {
    await link(ANA, 'one');
    await link(ANA, 'two');
    const error = await rejection(unlinkIdentity()(directory, ANA, { provider }));
    expect([error.code, error.hint]).to.deep.equal([
      'MISSING_INPUT',
      'Give the one to unlink with --subject: one, two',
    ]);
  });

  it('can be unlinked, but not the one that a federated user was made from', async () => {
    const error = await rejection(unlinkIdentity()(directory, MEI, { provider }));
    expect(error.code).to.equal('USER_STATE');
  });

  it('is not taken for another one that was linked after the confirmation', async () => {
    await link(ANA, 'one');
    const change = await unlinkIdentity()(directory, ANA, { provider });
    await carryOut(directory, [await unlinkIdentity()(directory, ANA, { provider })], AGREED);
    await link(ANA, 'two');
    const [outcome] = await carryOut(directory, [change], AGREED);
    expect([outcome?.changed, await stored(ANA)]).to.deep.equal([false, [['Cognito_Subject', 'two', false]]]);
  });

  it('that was linked by an attribute is not found by its value', async () => {
    await store.update((state) => {
      const user = Object.values(state.pools[SANDBOX_POOL_ID]!.users).find(
        ({ attributes }) => attributes.email === ANA,
      );
      const identity = { provider, type: 'SAML', attribute: 'email', value: 'a@corp.example', primary: false };
      Object.assign(user!, { identities: [{ ...identity, createdAt: 0 }] });
      user!.attributes.identities = JSON.stringify([{ userId: 'a@corp.example', providerName: provider }]);
    });
    const change = await unlinkIdentity()(directory, ANA, { provider });
    const error = await rejection(carryOut(directory, [change], AGREED));
    expect([error.code, error.message]).to.deep.equal([
      'USER_NOT_FOUND',
      'Cognito knows no identity AzureAD a@corp.example by its subject',
    ]);
  });

  it('is not added to a list that cannot be read', async () => {
    await store.update((state) => {
      for (const user of Object.values(state.pools[SANDBOX_POOL_ID]!.users)) user.attributes.identities = '{}';
    });
    const identity: LinkedIdentity = { provider, subject: 'x' };
    expect((await rejection(linkIdentity()(directory, ANA, identity))).code).to.equal('BAD_RESPONSE');
  });
});

describe('the user whom an identity is linked to', () => {
  const cognito = mockCognito();

  it('is named by the own identity if federated, and by the user name otherwise', async () => {
    cognito.answer('DescribeIdentityProvider', {
      IdentityProvider: { UserPoolId: SANDBOX_POOL_ID, ProviderName: provider },
    });
    cognito.answer('AdminLinkProviderForUser', {});
    const own = { userId: 'ana', providerName: 'Okta', primary: true };
    for (const identities of [undefined, JSON.stringify([own])]) {
      cognito.answer('AdminGetUser', anaAlone({ attributes: { identities } }));
      await (await linkIdentity()(openTestDirectory(), ANA_SUB, { provider, subject: 'new' })).apply();
    }
    expect(cognito.written().map(([, { DestinationUser }]) => DestinationUser)).to.deep.equal([
      { ProviderName: 'Cognito', ProviderAttributeValue: ANA_SUB },
      { ProviderName: 'Okta', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 'ana' },
    ]);
  });
});
