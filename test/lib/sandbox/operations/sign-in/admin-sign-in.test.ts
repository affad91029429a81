import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type SignInResponse } from '../../application.js';
import { BEN, EMMA, refusalOf } from '../../harness.js';

const CHOSEN = 'My-Own-Choice-1!';

/** An application whose client allows the flow for administrators. */
function application(flow = 'ALLOW_ADMIN_USER_PASSWORD_AUTH'): Application {
  const made = new Application();
  made.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.ExplicitAuthFlows = [flow as 'ADMIN_NO_SRP_AUTH'];
  return made;
}

async function signIn(
  app: Application,
  username: string,
  PASSWORD: string,
  more: object = {},
): Promise<SignInResponse> {
  const response = await app.sandbox.call('AdminInitiateAuth', {
    ClientId: SANDBOX_CLIENT_ID,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD, SECRET_HASH: app.hash(username) },
    ...more,
  });
  return response as unknown as SignInResponse;
}

describe('AdminInitiateAuth', () => {
  for (const [setting, AuthFlow] of [
    ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
    ['ADMIN_NO_SRP_AUTH', 'ADMIN_NO_SRP_AUTH'],
  ] as const) {
    it(`signs a user in with ${AuthFlow} if the client has ${setting}`, async () => {
      const response = await signIn(application(setting), BEN, DEMO_PASSWORD, { AuthFlow });
      expect(response.AuthenticationResult).to.have.keys(
        'AccessToken',
        'IdToken',
        'RefreshToken',
        'ExpiresIn',
        'TokenType',
      );
    });
  }

  it('refreshes tokens', async () => {
    const app = new Application();
    const { RefreshToken } = (await app.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!;
    const SECRET_HASH = app.hash(app.sandbox.user(BEN).username);
    const AuthParameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH };
    const response = await signIn(app, BEN, '', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters });
    expect(response).to.have.property('AuthenticationResult');
  });

  it('is refused with a wrong password, which counts towards the lockout', async () => {
    const app = application();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await refusalOf(signIn(app, BEN, CHOSEN)))[1]).to.equal('Incorrect username or password.');
    }
    expect((await refusalOf(signIn(app, BEN, DEMO_PASSWORD)))[1]).to.equal('Password attempts exceeded');
  });

  it('is refused if the client does not allow the flow', async () => {
    expect(await refusalOf(signIn(new Application(), BEN, DEMO_PASSWORD))).to.deep.equal([
      'InvalidParameterException',
      'Auth flow not enabled for this client',
    ]);
  });

  for (const [flow, name] of [
    ['USER_PASSWORD_AUTH', 'InvalidParameterException'],
    ['CUSTOM_AUTH', 'UnsupportedOperationException'],
  ] as const) {
    it(`refuses ${flow}`, async () => {
      const refusal = await refusalOf(signIn(application(), BEN, DEMO_PASSWORD, { AuthFlow: flow }));
      expect(refusal[0]).to.equal(name);
    });
  }

  it('refuses a client of another pool, and an unknown pool', async () => {
    const app = application();
    const { UserPool } = await app.sandbox.call('CreateUserPool', { PoolName: 'other' });
    for (const UserPoolId of [(UserPool as { Id: string }).Id, 'us-east-1_Unknown00']) {
      expect((await refusalOf(signIn(app, BEN, DEMO_PASSWORD, { UserPoolId })))[0]).to.equal(
        'ResourceNotFoundException',
      );
    }
  });
});

describe('AdminRespondToAuthChallenge', () => {
  async function challenged() {
    const app = application();
    const { Session } = await signIn(app, EMMA, DEMO_TEMPORARY_PASSWORD);
    const respond = (more: object = {}) =>
      app.sandbox.call('AdminRespondToAuthChallenge', {
        ClientId: SANDBOX_CLIENT_ID,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: EMMA, NEW_PASSWORD: CHOSEN, SECRET_HASH: app.hash(EMMA) },
        ...more,
      });
    return { app, respond };
  }

  it('replaces a temporary password', async () => {
    const { app, respond } = await challenged();
    expect(await respond()).to.have.property('AuthenticationResult');
    expect(app.sandbox.user(EMMA).status).to.equal('CONFIRMED');
  });

  for (const [why, more, name] of [
    ['an unknown session', { Session: 'x'.repeat(30) }, 'NotAuthorizedException'],
    ['no session', { Session: undefined }, 'InvalidParameterException'],
    ['a challenge that is not modelled', { ChallengeName: 'CUSTOM_CHALLENGE' }, 'UnsupportedOperationException'],
    ['a device of SRP', { ChallengeName: 'DEVICE_SRP_AUTH' }, 'UnsupportedOperationException'],
    ['an unknown pool', { UserPoolId: 'us-east-1_Unknown00' }, 'ResourceNotFoundException'],
    ['an unknown client', { ClientId: 'nosuchclient' }, 'ResourceNotFoundException'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const { app, respond } = await challenged();
      expect((await refusalOf(respond(more)))[0]).to.equal(name);
      expect(app.sandbox.user(EMMA).status).to.equal('FORCE_CHANGE_PASSWORD');
    });
  }
});
