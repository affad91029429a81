import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../../application.js';
import { BEN, DAVID_DEVICES, refusalOf, Sandbox, TARA_SSO } from '../../harness.js';

const HOUR = 3600;
const REVOKED = ['NotAuthorizedException', 'Refresh Token has been revoked'];
const NOT_TRACKED = ['OperationNotEnabledException', 'User session tracking is not enabled for this user pool.'];

interface Session {
  SessionId: string;
  SessionType: string;
  CreateDate: number;
  LastActiveDate: number;
}

async function sessionsOf(sandbox: Sandbox, Username: string): Promise<Session[]> {
  return (await sandbox.call('AdminListUserSessions', { Username })).Sessions as Session[];
}

describe('AdminListUserSessions', () => {
  it('returns a token session with the SSO session that it belongs to', async () => {
    const sandbox = new Sandbox();
    const now = sandbox.time / 1000;
    const shared = {
      ClientId: SANDBOX_CLIENT_ID,
      CreateDate: now - 5 * HOUR,
      DeviceType: 'Firefox 141 / Windows 11',
      LastIPAddress: '192.0.2.17',
      LastLocation: { City: 'Lisbon', Country: 'Portugal' },
      IsCurrentSession: false,
    };
    expect(await sessionsOf(sandbox, TARA_SSO)).to.deep.equal([
      {
        ...shared,
        SessionId: 'tknseeded0000000000000000003',
        SessionType: 'TOKEN',
        LastActiveDate: now - HOUR,
        OriginSessionId: 'ssoseeded0000000000000000001',
      },
      {
        ...shared,
        SessionId: 'ssoseeded0000000000000000001',
        SessionType: 'SSO',
        LastActiveDate: now - 5 * HOUR,
      },
    ]);
  });

  it('returns a session for each sign-in, newest first, last active at its last refresh', async () => {
    const application = new Application();
    const { sandbox } = application;
    const start = sandbox.time;
    const first = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    sandbox.time += 1000;
    await application.signIn(BEN, DEMO_PASSWORD);
    sandbox.time += 1000;
    await application.refresh(first, BEN);
    const sessions = await sessionsOf(sandbox, BEN);
    const seconds = (milliseconds: number) => (start + milliseconds) / 1000;
    expect(sessions.map(({ CreateDate, LastActiveDate }) => [CreateDate, LastActiveDate])).to.deep.equal([
      [seconds(1000), seconds(1000)],
      [seconds(0), seconds(2000)],
    ]);
    for (const { SessionId } of sessions) expect(SessionId).to.match(/^tkn[a-z0-9]{25}$/);
  });

  it('returns at most 125 sessions, the newest ones', async () => {
    const sandbox = new Sandbox();
    const user = sandbox.user(TARA_SSO);
    const [seeded] = Object.values(user.ssoSessions!);
    const session = (index: number) => ({ ...seeded!, createdAt: index, expiresAt: sandbox.time + 1 });
    user.ssoSessions = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`sso${index}`, session(index)]));
    user.refreshTokens = {};
    const ids = (await sessionsOf(sandbox, TARA_SSO)).map(({ SessionId }) => SessionId);
    expect(ids).to.have.lengthOf(125);
    expect([ids[0], ids[124]]).to.deep.equal(['sso129', 'sso5']);
  });

  it('leaves out expired sessions', async () => {
    const sandbox = new Sandbox();
    sandbox.time += 31 * 24 * HOUR * 1000;
    expect(await sessionsOf(sandbox, DAVID_DEVICES)).to.deep.equal([]);
    expect(await sessionsOf(sandbox, TARA_SSO)).to.deep.equal([]);
  });

  for (const [operation, left] of [
    ['AdminUserGlobalSignOut', ['SSO']],
    ['AdminDisableUser', []],
  ] as const) {
    it(`has ${left.join() || 'nothing'} left after ${operation}`, async () => {
      const sandbox = new Sandbox();
      await sandbox.call(operation, { Username: TARA_SSO });
      const sessions = await sessionsOf(sandbox, TARA_SSO);
      expect(sessions.map(({ SessionType }) => SessionType)).to.deep.equal(left);
    });
  }

  it('is refused, like AdminRevokeUserSession, if the pool does not track sessions', async () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.sessions;
    expect(await sandbox.refusal('AdminListUserSessions', { Username: BEN })).to.deep.equal(NOT_TRACKED);
    expect(
      await sandbox.refusal('AdminRevokeUserSession', { Username: BEN, SessionId: `tkn${'0'.repeat(25)}` }),
    ).to.deep.equal(NOT_TRACKED);
  });

  it('refuses a page token, because all sessions are on one page', async () => {
    expect(await new Sandbox().refusal('AdminListUserSessions', { Username: BEN, NextToken: 'any' })).to.deep.equal([
      'InvalidParameterException',
      'Paging Marker is Invalid for Request',
    ]);
  });
});

describe('AdminRevokeUserSession', () => {
  it('ends one session and revokes its token, and no other', async () => {
    const application = new Application();
    const { sandbox } = application;
    const first = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    const [session] = await sessionsOf(sandbox, BEN);
    const second = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    expect(
      await sandbox.call('AdminRevokeUserSession', { Username: BEN, SessionId: session!.SessionId }),
    ).to.deep.equal({});
    expect(await refusalOf(application.refresh(first, BEN))).to.deep.equal(REVOKED);
    expect(await application.refresh(second, BEN)).to.have.property('AuthenticationResult');
    expect(await sessionsOf(sandbox, BEN)).to.have.length(1);
  });

  for (const [kind, RevokeAssociatedSessions, left] of [
    ['TOKEN', undefined, ['SSO']],
    ['TOKEN', 'LINKED', []],
    ['SSO', 'NONE', ['TOKEN']],
    ['SSO', 'LINKED', []],
  ] as const) {
    it(`of a ${kind} session with RevokeAssociatedSessions ${RevokeAssociatedSessions ?? 'unset'} leaves ${left.join() || 'none'}`, async () => {
      const sandbox = new Sandbox();
      const sessions = await sessionsOf(sandbox, TARA_SSO);
      const { SessionId } = sessions.find(({ SessionType }) => SessionType === kind)!;
      await sandbox.call('AdminRevokeUserSession', {
        Username: TARA_SSO,
        SessionId,
        ...(RevokeAssociatedSessions && { RevokeAssociatedSessions }),
      });
      const after = await sessionsOf(sandbox, TARA_SSO);
      expect(after.map(({ SessionType }) => SessionType)).to.deep.equal(left);
    });
  }

  it('refuses the session of another user', async () => {
    const sandbox = new Sandbox();
    const [session] = await sessionsOf(sandbox, DAVID_DEVICES);
    const { SessionId } = session!;
    expect(await sandbox.refusal('AdminRevokeUserSession', { Username: BEN, SessionId })).to.deep.equal([
      'ResourceNotFoundException',
      `Session ${SessionId} does not exist.`,
    ]);
  });
});

describe('the session configuration of a pool', () => {
  it('is off by default, with a limit of 20', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second' });
    const target = { UserPoolId: (UserPool as { Id: string }).Id };
    expect(await sandbox.call('GetUserPoolSessionConfiguration', target)).to.deep.equal({
      ...target,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    });
    const set = { ...target, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 2 } };
    expect(await sandbox.call('SetUserPoolSessionConfiguration', set)).to.deep.equal(set);
    expect(await sandbox.call('GetUserPoolSessionConfiguration', target)).to.deep.equal(set);
  });

  it('ends the least recently used session of a user at the limit', async () => {
    const application = new Application();
    const { sandbox } = application;
    await sandbox.call('SetUserPoolSessionConfiguration', {
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser: 2 },
    });
    const first = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    sandbox.time += 1000;
    const second = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    sandbox.time += 1000;
    await application.refresh(first, BEN);
    await application.signIn(BEN, DEMO_PASSWORD);
    expect(await refusalOf(application.refresh(second, BEN))).to.deep.equal(REVOKED);
    expect(await application.refresh(first, BEN)).to.have.property('AuthenticationResult');
  });

  it('is refused on the Lite tier', async () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.UserPoolTier = 'LITE';
    expect(
      await sandbox.refusal('SetUserPoolSessionConfiguration', {
        UserPoolId: SANDBOX_POOL_ID,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: 2 },
      }),
    ).to.deep.equal(['FeatureUnavailableInTierException', 'Session tracking needs the Essentials or Plus tier.']);
  });
});
