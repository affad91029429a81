import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { NO_LIMITS } from '../../../../src/lib/sandbox/engine/limits.js';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../application.js';
import { ANA, BEN, refusalOf } from '../harness.js';

const WRONG = ['NotAuthorizedException', 'Incorrect username or password.'];
const LOCKED = ['NotAuthorizedException', 'Password attempts exceeded'];
const NOBODY = 'nobody@tenant-one.example';
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** The refusal of one sign-in with a wrong password. */
function fail(application: Application, username = BEN) {
  return refusalOf(application.signIn(username, 'Not-The-Password-1!'));
}

async function failTimes(application: Application, times: number, username = BEN): Promise<void> {
  for (let attempt = 1; attempt <= times; attempt += 1) {
    expect(await fail(application, username)).to.deep.equal(WRONG);
  }
}

describe('the lockout after wrong passwords', () => {
  it('begins after the fifth, even for the right password, and ends after a second', async () => {
    const application = new Application();
    await failTimes(application, 5);
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD))).to.deep.equal(LOCKED);
    application.sandbox.time += SECOND_MS;
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('counts attempts at the same time like those one after the other', async () => {
    const application = new Application();
    const refusals = await Promise.all(Array.from({ length: 12 }, () => fail(application)));
    expect(refusals.map(([, message]) => message).sort()).to.deep.equal([
      ...Array.from({ length: 5 }, () => WRONG[1]),
      ...Array.from({ length: 7 }, () => LOCKED[1]),
    ]);
  });

  it('lasts twice as long after each further failure', async () => {
    const application = new Application();
    await failTimes(application, 5);
    const messages: string[] = [];
    for (const wait of [1, 2, 4, 8]) {
      application.sandbox.time += wait * SECOND_MS - 1;
      messages.push((await fail(application))[1]);
      application.sandbox.time += 1;
      messages.push((await fail(application))[1]);
    }
    expect(messages).to.deep.equal(Array.from({ length: 4 }, () => [LOCKED[1], WRONG[1]]).flat());
  });

  it('never lasts longer than fifteen minutes', async () => {
    const application = new Application();
    const { sandbox } = application;
    await failTimes(application, 5);
    for (let wait = 1; wait <= 512; wait *= 2) {
      sandbox.time += wait * SECOND_MS;
      await failTimes(application, 1);
    }
    sandbox.time += 14 * MINUTE_MS;
    expect(await fail(application)).to.deep.equal(LOCKED);
    sandbox.time += MINUTE_MS;
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('does not become longer by attempts during the lockout', async () => {
    const application = new Application();
    await failTimes(application, 5);
    for (let attempt = 0; attempt < 10; attempt += 1) expect(await fail(application)).to.deep.equal(LOCKED);
    application.sandbox.time += SECOND_MS;
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('starts again with five attempts after a sign-in, and after fifteen minutes without an attempt', async () => {
    const application = new Application();
    await failTimes(application, 4);
    await application.signIn(BEN, DEMO_PASSWORD);
    await failTimes(application, 4);
    application.sandbox.time += 15 * MINUTE_MS;
    await failTimes(application, 5);
    expect(await fail(application)).to.deep.equal(LOCKED);
  });

  it('concerns one user, under whichever name', async () => {
    const application = new Application();
    await failTimes(application, 5);
    expect(await fail(application, BEN.toUpperCase())).to.deep.equal(LOCKED);
    expect(await fail(application, ANA)).to.deep.equal(WRONG);
  });

  it('is the same for a user who does not exist, if the client hides that', async () => {
    const application = new Application();
    await failTimes(application, 5, NOBODY);
    expect(await fail(application, NOBODY.toUpperCase())).to.deep.equal(LOCKED);
    expect(JSON.stringify(application.sandbox.state)).to.not.include(NOBODY);
    application.sandbox.pool.clients[SANDBOX_CLIENT_ID]!.settings.PreventUserExistenceErrors = 'LEGACY';
    application.sandbox.time += SECOND_MS;
    expect((await fail(application, NOBODY))[0]).to.equal('UserNotFoundException');
  });

  it('keeps the state small, however many names are tried', async () => {
    const application = new Application({ users: 1 });
    const { pool } = application.sandbox;
    const past = { count: 1, lastAt: application.sandbox.time, lockedUntil: 0 };
    pool.failedAttempts = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`name-${index}`, past]));
    await failTimes(application, 1, NOBODY);
    expect(Object.keys(pool.failedAttempts)).to.have.length(1000);
    application.sandbox.time += 15 * MINUTE_MS;
    await failTimes(application, 1, NOBODY);
    expect(Object.keys(pool.failedAttempts)).to.have.length(1);
  });

  it('of the platform lasts fifteen minutes after every fifth', async () => {
    const application = new Application({ limits: { lockout: 'platform' } });
    const { sandbox } = application;
    for (let round = 1; round <= 2; round += 1) {
      await failTimes(application, 5);
      sandbox.time += 15 * MINUTE_MS - 1;
      expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD))).to.deep.equal(LOCKED);
      sandbox.time += 1;
    }
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
  });

  it('can be switched off', async () => {
    const application = new Application({ limits: NO_LIMITS });
    await failTimes(application, 20);
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
    expect(application.sandbox.pool).to.not.have.property('failedAttempts');
  });
});
