import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { hashPasswordSync } from '../../../../src/lib/sandbox/sign-in/password.js';
import { Application, type SignInResponse } from '../application.js';
import {
  ANA,
  BEN,
  EMMA,
  FELIX_RESET,
  GRACE_DISABLED,
  HUGO_UNCONFIRMED,
  LIAM_EXPIRED,
  MEI_FEDERATED,
  refusalOf,
} from '../harness.js';
import { SrpClient } from '../srp-client.js';

const CHOSEN = 'My-Own-Choice-1!';
const NOBODY = 'nobody@tenant-one.example';
const WRONG = ['NotAuthorizedException', 'Incorrect username or password.'];

/** Starts a sign-in by SRP, and returns the challenge with a function that answers it. */
async function start(application: Application, USERNAME: string) {
  const client = new SrpClient();
  const SRP_A = client.publicValue();
  const challenge = await application.initiate('USER_SRP_AUTH', {
    USERNAME,
    SRP_A,
    SECRET_HASH: application.hash(USERNAME),
  });
  const answer = (password: string, more: Record<string, string> = {}) => {
    const proof = client.proof(challenge.ChallengeParameters, password);
    const SECRET_HASH = application.hash(proof.USERNAME!);
    return application.respond('PASSWORD_VERIFIER', undefined, { ...proof, SECRET_HASH, ...more });
  };
  return { challenge, answer };
}

async function signIn(application: Application, username: string, password: string): Promise<SignInResponse> {
  return (await start(application, username)).answer(password);
}

describe('USER_SRP_AUTH', () => {
  it('signs a seeded user in without sending the password', async () => {
    const application = new Application();
    const { challenge, answer } = await start(application, BEN);
    const { username } = application.sandbox.user(BEN);
    expect(challenge).to.have.keys('ChallengeName', 'ChallengeParameters');
    expect(challenge.ChallengeName).to.equal('PASSWORD_VERIFIER');
    expect(challenge.ChallengeParameters).to.include({ USERNAME: username, USER_ID_FOR_SRP: username });
    expect(await answer(DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('works with a password that an administrator or the user has set', async () => {
    const application = new Application();
    await application.sandbox.call('AdminSetUserPassword', { Username: BEN, Password: CHOSEN, Permanent: true });
    expect(await signIn(application, BEN, CHOSEN)).to.have.property('AuthenticationResult');
    const { Session } = await signIn(application, EMMA, DEMO_TEMPORARY_PASSWORD);
    await application.choose(EMMA, Session, CHOSEN);
    expect(await signIn(application, EMMA, CHOSEN)).to.have.property('AuthenticationResult');
  });

  it('works with the temporary password of a new user, and of a new invitation', async () => {
    const application = new Application();
    const Username = 'new.person@tenant-one.example';
    const call = (more: object) => application.sandbox.call('AdminCreateUser', { Username, ...more });
    const attributes = [{ Name: 'custom:tenant_id', Value: 'tenant_001' }];
    await call({ TemporaryPassword: CHOSEN, UserAttributes: attributes, MessageAction: 'SUPPRESS' });
    expect((await signIn(application, Username, CHOSEN)).ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
    await call({ TemporaryPassword: DEMO_PASSWORD, MessageAction: 'RESEND' });
    expect((await signIn(application, Username, DEMO_PASSWORD)).ChallengeName).to.equal('NEW_PASSWORD_REQUIRED');
  });

  it('continues with the second factor', async () => {
    expect((await signIn(new Application(), ANA, DEMO_PASSWORD)).ChallengeName).to.equal('SOFTWARE_TOKEN_MFA');
  });

  it('accepts a proof once', async () => {
    const { answer } = await start(new Application(), BEN);
    await answer(DEMO_PASSWORD);
    expect(await refusalOf(answer(DEMO_PASSWORD))).to.deep.equal([
      'NotAuthorizedException',
      'Invalid session for the user.',
    ]);
  });

  it('lets a user sign in at several places at a time', async () => {
    const application = new Application();
    const [one, other] = [await start(application, BEN), await start(application, BEN)];
    expect(await one.answer(DEMO_PASSWORD)).to.have.property('AuthenticationResult');
    expect(await other.answer(DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('is refused with a wrong password, or a proof that was changed, and counts that', async () => {
    const application = new Application();
    expect(await refusalOf(signIn(application, BEN, CHOSEN))).to.deep.equal(WRONG);
    const { answer } = await start(application, BEN);
    const TIMESTAMP = 'Sun Mar 1 12:00:01 UTC 2026';
    const changes: Record<string, string>[] = [
      { TIMESTAMP },
      { PASSWORD_CLAIM_SIGNATURE: 'AAAA' },
      { PASSWORD_CLAIM_SIGNATURE: '!' },
    ];
    for (const changed of changes) {
      expect(await refusalOf(answer(DEMO_PASSWORD, changed))).to.deep.equal(WRONG);
    }
    expect(await refusalOf(answer(CHOSEN))).to.deep.equal(WRONG);
    expect(await refusalOf(start(application, BEN))).to.deep.equal([
      'NotAuthorizedException',
      'Password attempts exceeded',
    ]);
  });

  it('refuses the time of a proof in another format', async () => {
    const { answer } = await start(new Application(), BEN);
    expect((await refusalOf(answer(DEMO_PASSWORD, { TIMESTAMP: '2026-03-01' })))[0]).to.equal(
      'InvalidParameterException',
    );
  });

  for (const [why, username, password, refusal] of [
    ['is disabled', GRACE_DISABLED, DEMO_PASSWORD, ['NotAuthorizedException', 'User is disabled.']],
    ['is not confirmed', HUGO_UNCONFIRMED, DEMO_PASSWORD, ['UserNotConfirmedException', 'User is not confirmed.']],
    ['is federated', MEI_FEDERATED, DEMO_PASSWORD, WRONG],
    [
      'must reset their password',
      FELIX_RESET,
      DEMO_PASSWORD,
      ['PasswordResetRequiredException', 'Password reset required for the user'],
    ],
    [
      'has an expired temporary password',
      LIAM_EXPIRED,
      DEMO_TEMPORARY_PASSWORD,
      ['NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.'],
    ],
  ] as const) {
    it(`is refused for a user who ${why}`, async () => {
      expect(await refusalOf(signIn(new Application(), username, password))).to.deep.equal(refusal);
    });
  }

  it('does not reveal that a user does not exist, if the client hides it', async () => {
    const application = new Application();
    const { challenge, answer } = await start(application, NOBODY);
    const again = (await start(application, NOBODY)).challenge;
    const real = (await start(application, BEN)).challenge;
    const kinds = ({ ChallengeParameters }: SignInResponse) =>
      Object.entries(ChallengeParameters).map(([name, value]) => [
        name,
        value.replaceAll(/[0-9a-f]/g, 'x').slice(0, 36),
      ]);
    expect(kinds(challenge).filter(([name]) => name !== 'SECRET_BLOCK')).to.deep.equal(
      kinds(real).filter(([name]) => name !== 'SECRET_BLOCK'),
    );
    for (const constant of ['SALT', 'USER_ID_FOR_SRP']) {
      expect(challenge.ChallengeParameters[constant]).to.equal(again.ChallengeParameters[constant]);
    }
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await refusalOf(answer(DEMO_PASSWORD))).to.deep.equal(WRONG);
    }
    expect((await refusalOf(start(application, NOBODY)))[1]).to.equal('Password attempts exceeded');
  });

  it('reveals that a user does not exist if the client does not hide it', async () => {
    const application = new Application();
    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.PreventUserExistenceErrors = 'LEGACY';
    expect((await refusalOf(start(application, NOBODY)))[0]).to.equal('UserNotFoundException');
  });

  for (const [why, SRP_A] of [
    ['zero', '0'],
    ['no number', 'xyz'],
    ['too long', 'a'.repeat(2000)],
  ] as const) {
    it(`refuses an SRP_A that is ${why}`, async () => {
      const application = new Application();
      const parameters = { USERNAME: BEN, SRP_A, SECRET_HASH: application.hash(BEN) };
      expect(await refusalOf(application.initiate('USER_SRP_AUTH', parameters))).to.deep.equal([
        'InvalidParameterException',
        'SRP_A is not valid.',
      ]);
    });
  }

  it('refuses a client that does not allow it', async () => {
    const application = new Application();
    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH'];
    expect(await refusalOf(start(application, BEN))).to.deep.equal([
      'InvalidParameterException',
      'USER_SRP_AUTH is not enabled for the client.',
    ]);
  });

  it('refuses a password that an older version has stored without what SRP needs', async () => {
    const application = new Application();
    application.sandbox.user(BEN).password = hashPasswordSync(CHOSEN, 'a salt');
    expect((await refusalOf(start(application, BEN)))[0]).to.equal('UnsupportedOperationException');
    expect(await application.signIn(BEN, CHOSEN)).to.have.property('AuthenticationResult');
  });
});
