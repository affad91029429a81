import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../../application.js';
import { ANA, BEN, GRACE_DISABLED, KATYA_SMS, refusalOf, Sandbox } from '../../harness.js';

interface Event {
  EventId: string;
  EventResponse: string;
  ChallengeResponses: { ChallengeName: string; ChallengeResponse: string }[];
}

/** An app whose pool records sign-ins. */
function recorded(): Application {
  const application = new Application();
  application.sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
  return application;
}

async function eventsOf({ sandbox }: Application, Username: string): Promise<Event[]> {
  return (await sandbox.call('AdminListUserAuthEvents', { Username })).AuthEvents as Event[];
}

async function outcomesOf(application: Application, Username: string): Promise<string[][]> {
  const events = await eventsOf(application, Username);
  return events.map(({ EventResponse, ChallengeResponses }) => [
    EventResponse,
    ...ChallengeResponses.map(({ ChallengeName, ChallengeResponse }) => `${ChallengeName} ${ChallengeResponse}`),
  ]);
}

describe('AdminListUserAuthEvents', () => {
  it('is refused in a pool without threat protection, which records nothing', async () => {
    const application = new Application();
    const { sandbox } = application;
    await application.signIn(BEN, DEMO_PASSWORD);
    await refusalOf(application.signIn(BEN, 'Not-The-Password-1!'));
    expect(await sandbox.refusal('AdminListUserAuthEvents', { Username: BEN })).to.deep.equal([
      'UserPoolAddOnNotEnabledException',
      `User pool add-ons are not enabled for user pool ${SANDBOX_POOL_ID}.`,
    ]);
    expect(sandbox.user(BEN)).to.not.have.property('authEvents');
  });

  it('returns a sign-in with its outcome, its origin and no risk', async () => {
    const application = recorded();
    await application.signIn(BEN, DEMO_PASSWORD);
    const [event, ...more] = await eventsOf(application, BEN);
    expect([event, more]).to.deep.equal([
      {
        EventId: event!.EventId,
        EventType: 'SignIn',
        CreationDate: application.sandbox.time / 1000,
        EventResponse: 'Pass',
        EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
        ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Success' }],
        EventContextData: { IpAddress: '127.0.0.1', DeviceName: 'unknown', Country: 'unknown' },
      },
      [],
    ]);
  });

  it('distinguishes a wrong password, a user who cannot sign in, and a pending second factor', async () => {
    const application = recorded();
    await refusalOf(application.signIn(BEN, 'Not-The-Password-1!'));
    await refusalOf(application.signIn(GRACE_DISABLED, DEMO_PASSWORD));
    await application.signIn(ANA, DEMO_PASSWORD);
    expect([
      await outcomesOf(application, BEN),
      await outcomesOf(application, GRACE_DISABLED),
      await outcomesOf(application, ANA),
    ]).to.deep.equal([
      [['Fail', 'Password Failure']],
      [['Fail', 'Password Success']],
      [['InProgress', 'Password Success']],
    ]);
  });

  it('says nothing of the password during a lockout', async () => {
    const application = recorded();
    for (let count = 0; count < 5; count += 1) await refusalOf(application.signIn(BEN, 'Not-The-Password-1!'));
    await refusalOf(application.signIn(BEN, DEMO_PASSWORD));
    expect((await outcomesOf(application, BEN))[0]).to.deep.equal(['Fail']);
  });

  it('distinguishes a wrong code from a right one', async () => {
    const application = recorded();
    const { ChallengeName, Session } = await application.signIn(KATYA_SMS, DEMO_PASSWORD);
    const answer = { USERNAME: KATYA_SMS, SECRET_HASH: application.hash(KATYA_SMS) };
    const right = application.sandbox.lastCode;
    const wrong = right === '000000' ? '111111' : '000000';
    await refusalOf(application.respond(ChallengeName!, Session, { ...answer, SMS_MFA_CODE: wrong }));
    await application.respond(ChallengeName!, Session, { ...answer, SMS_MFA_CODE: right });
    expect(await outcomesOf(application, KATYA_SMS)).to.deep.equal([
      ['Pass', 'Password Success', 'Mfa Success'],
      ['Fail', 'Password Success', 'Mfa Failure'],
      ['InProgress', 'Password Success'],
    ]);
  });

  it('lists every event once, newest first, page by page', async () => {
    const application = recorded();
    for (let count = 0; count < 5; count += 1) await application.signIn(BEN, DEMO_PASSWORD);
    const made = application.sandbox.user(BEN).authEvents!.map(({ id }) => id);
    const listed: string[] = [];
    let NextToken: unknown;
    do {
      const page = await application.sandbox.call('AdminListUserAuthEvents', {
        Username: BEN,
        MaxResults: 2,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      listed.push(...(page.AuthEvents as Event[]).map(({ EventId }) => EventId));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(listed).to.deep.equal([...made].reverse());
  });

  it('drops the oldest events above the limit', async () => {
    const application = recorded();
    const { sandbox } = application;
    await application.signIn(BEN, DEMO_PASSWORD);
    const [event] = sandbox.user(BEN).authEvents!;
    sandbox.user(BEN).authEvents = Array.from({ length: 500 }, (_, index) => ({ ...event!, id: `${index}` }));
    await application.signIn(BEN, DEMO_PASSWORD);
    const { authEvents } = sandbox.user(BEN);
    expect([authEvents!.length, authEvents![0]!.id]).to.deep.equal([500, '1']);
  });

  it('threat protection is available on the Plus tier only', async () => {
    const sandbox = new Sandbox();
    const make = { PoolName: 'second', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } };
    expect(await sandbox.refusal('CreateUserPool', make)).to.deep.equal([
      'FeatureUnavailableInTierException',
      'Threat protection needs the Plus tier of the user pool.',
    ]);
    const { UserPool } = await sandbox.call('CreateUserPool', { ...make, UserPoolTier: 'PLUS' });
    const target = { UserPoolId: (UserPool as { Id: string }).Id, Username: 'nina' };
    await sandbox.call('AdminCreateUser', target);
    expect(await sandbox.call('AdminListUserAuthEvents', target)).to.deep.equal({ AuthEvents: [] });
  });
});
