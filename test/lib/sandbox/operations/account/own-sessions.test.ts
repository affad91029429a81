import { expect } from 'chai';
import { BEN, TARA_SSO } from '../../harness.js';
import { OwnAccount } from './own-account.js';

interface Session {
  SessionId: string;
  IsCurrentSession: boolean;
}

async function sessionsOf(account: OwnAccount): Promise<Session[]> {
  return (await account.own('ListUserSessions')).Sessions as Session[];
}

/** Ben, who has signed in a minute ago, and again now. */
async function signedInTwice(): Promise<OwnAccount> {
  const account = await new OwnAccount().signIn();
  account.sandbox.time += 60_000;
  return account.signIn();
}

describe('ListUserSessions', () => {
  it('lists what the administrator sees, and marks the session of the access token', async () => {
    const account = await signedInTwice();
    const sessions = await sessionsOf(account);
    expect(sessions.map(({ IsCurrentSession }) => IsCurrentSession)).to.deep.equal([true, false]);
    const { Sessions } = await account.sandbox.call('AdminListUserSessions', { Username: BEN });
    expect(Sessions).to.deep.equal(sessions.map((session) => ({ ...session, IsCurrentSession: false })));
  });

  it('refuses a page token, and a pool that does not track sessions', async () => {
    const account = await signedInTwice();
    expect((await account.ownRefusal('ListUserSessions', { NextToken: 'none' }))[0]).to.equal(
      'InvalidParameterException',
    );
    account.sandbox.pool.sessions!.tracking = 'DISABLED';
    for (const [operation, input] of [
      ['ListUserSessions', {}],
      ['RevokeUserSession', { SessionId: `tkn${'a'.repeat(25)}` }],
    ] as const) {
      expect((await account.ownRefusal(operation, input))[0]).to.equal('OperationNotEnabledException');
    }
  });
});

describe('RevokeUserSession', () => {
  it('ends another session of the user', async () => {
    const account = await signedInTwice();
    const [, other] = await sessionsOf(account);
    expect(await account.own('RevokeUserSession', { SessionId: other!.SessionId })).to.deep.equal({});
    expect(await sessionsOf(account)).to.have.length(1);
  });

  it('refuses the session of the access token, and one of another user', async () => {
    const account = await signedInTwice();
    const [own] = await sessionsOf(account);
    expect((await account.ownRefusal('RevokeUserSession', { SessionId: own!.SessionId }))[0]).to.equal(
      'NotAuthorizedException',
    );
    const { Sessions } = await account.sandbox.call('AdminListUserSessions', { Username: TARA_SSO });
    const [{ SessionId }] = Sessions as [Session];
    expect((await account.ownRefusal('RevokeUserSession', { SessionId }))[0]).to.equal('ResourceNotFoundException');
    expect(await sessionsOf(account)).to.have.length(2);
  });
});
