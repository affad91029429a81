/* eslint-disable @typescript-eslint/no-deprecated -- applications of many years sign in with this library, as it is. */
import { expect } from 'chai';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
} from 'amazon-cognito-identity-js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type ServedSandbox, serveSandbox } from '../../../src/lib/sandbox/doors/serve.js';
import { DEMO_PASSWORD, DEMO_TEMPORARY_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../../src/lib/sandbox/state/memory-store.js';
import { codeOf, DEMO_TOTP_SECRET } from '../../lib/sandbox/totp-app.js';
import { ANA, BEN, EMMA, GRACE_DISABLED } from '../../lib/sandbox/harness.js';

const CHOSEN = 'My-Own-Choice-1!';

describe('amazon-cognito-identity-js, against the served sandbox', () => {
  let served: ServedSandbox;
  let store: MemoryStore;

  beforeEach(async () => {
    const state = seedState();
    // It is a library of browsers, which cannot keep a secret.
    delete state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!.secret;
    store = new MemoryStore(state);
    served = await serveSandbox({ store, port: 0 });
  });

  afterEach(() => served.close());

  function userOf(Username: string): CognitoUser {
    const ids = { UserPoolId: SANDBOX_POOL_ID, ClientId: SANDBOX_CLIENT_ID };
    return new CognitoUser({ Username, Pool: new CognitoUserPool({ ...ids, endpoint: served.url }) });
  }

  /** Signs in by SRP; `more` answers challenges, and settles by the callbacks that it gets. */
  function signIn(
    user: CognitoUser,
    Password: string,
    more: (callbacks: IAuthenticationCallback) => Partial<IAuthenticationCallback> = () => ({}),
  ): Promise<CognitoUserSession> {
    return new Promise((resolve, reject) => {
      const callbacks: IAuthenticationCallback = { onSuccess: resolve, onFailure: reject };
      const details = new AuthenticationDetails({ Username: user.getUsername(), Password });
      user.authenticateUser(details, { ...callbacks, ...more(callbacks) });
    });
  }

  function refusal(attempt: Promise<unknown>): Promise<string> {
    return attempt.then(
      () => 'accepted',
      (error: unknown) => (error as Error).message,
    );
  }

  it('signs in by SRP, changes the password, and signs out everywhere', async () => {
    const user = userOf(BEN);
    const session = await signIn(user, DEMO_PASSWORD);
    expect(session.getIdToken().payload.email).to.equal(BEN);
    await new Promise((resolve, reject) => {
      user.changePassword(DEMO_PASSWORD, CHOSEN, (error, result) => {
        error ? reject(error) : resolve(result);
      });
    });
    expect(await refusal(signIn(userOf(BEN), DEMO_PASSWORD))).to.equal('Incorrect username or password.');
    await signIn(user, CHOSEN);
    await new Promise((onSuccess, onFailure) => {
      user.globalSignOut({ onSuccess, onFailure });
    });
    const elsewhere = userOf(BEN);
    elsewhere.setSignInUserSession(session);
    const read = new Promise((resolve, reject) => {
      elsewhere.getUserAttributes((error, result) => {
        error ? reject(error) : resolve(result);
      });
    });
    expect(await refusal(read)).to.equal('Access Token has been revoked');
  });

  it('sets a new password with the code of a forgotten one', async () => {
    const user = userOf(BEN);
    const sentTo = await new Promise<{ CodeDeliveryDetails: object }>((inputVerificationCode, onFailure) => {
      user.forgotPassword({ inputVerificationCode, onSuccess: onFailure, onFailure });
    });
    expect(sentTo.CodeDeliveryDetails).to.include({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
    const confirm = (code: string) =>
      new Promise((onSuccess, onFailure) => {
        user.confirmPassword(code, CHOSEN, { onSuccess, onFailure });
      });
    const { outbox = {} } = (await store.read()).pools[SANDBOX_POOL_ID]!;
    const [message] = Object.values(outbox);
    const code = /\b\d{6}\b/.exec(message!.text)![0];
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await refusal(confirm(wrong))).to.equal('Invalid verification code provided, please try again.');
    expect(await confirm(code)).to.equal('SUCCESS');
    expect(await refusal(signIn(userOf(BEN), DEMO_PASSWORD))).to.equal('Incorrect username or password.');
    await signIn(userOf(BEN), CHOSEN);
  });

  it('chooses a new password at the first sign-in', async () => {
    const user = userOf(EMMA);
    await signIn(user, DEMO_TEMPORARY_PASSWORD, (callbacks) => ({
      newPasswordRequired() {
        user.completeNewPasswordChallenge(CHOSEN, {}, callbacks);
      },
    }));
    await signIn(userOf(EMMA), CHOSEN);
  });

  it('answers TOTP', async () => {
    const user = userOf(ANA);
    const session = await signIn(user, DEMO_PASSWORD, (callbacks) => ({
      totpRequired() {
        user.sendMFACode(codeOf(DEMO_TOTP_SECRET, Date.now()), callbacks, 'SOFTWARE_TOKEN_MFA');
      },
    }));
    expect(session.isValid()).to.equal(true);
  });

  it('sets up an authenticator app', async () => {
    const user = userOf(BEN);
    await signIn(user, DEMO_PASSWORD);
    const secret = await new Promise<string>((associateSecretCode, onFailure) => {
      user.associateSoftwareToken({ associateSecretCode, onFailure });
    });
    await new Promise((onSuccess, onFailure) => {
      user.verifySoftwareToken(codeOf(secret, Date.now()), 'phone', { onSuccess, onFailure });
    });
    await new Promise((resolve, reject) => {
      user.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, (error, result) => {
        error ? reject(error) : resolve(result);
      });
    });
    const asked = await new Promise((resolve, onFailure) => {
      const details = new AuthenticationDetails({ Username: BEN, Password: DEMO_PASSWORD });
      userOf(BEN).authenticateUser(details, {
        onSuccess: () => {
          resolve('nothing');
        },
        onFailure,
        totpRequired: resolve,
      });
    });
    expect(asked).to.equal('SOFTWARE_TOKEN_MFA');
  });

  it('is refused with a wrong password, and for a disabled user', async () => {
    expect(await refusal(signIn(userOf(BEN), CHOSEN))).to.equal('Incorrect username or password.');
    expect(await refusal(signIn(userOf(GRACE_DISABLED), DEMO_PASSWORD))).to.equal('User is disabled.');
  });
});
