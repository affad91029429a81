import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../src/lib/sandbox/seed/seed-users.js';
import { Application } from '../application.js';
import { ANA, BEN, Sandbox } from '../harness.js';

const RATED = { limits: { userRate: true } };

describe('the rate of requests for one user', () => {
  it('is ten reads a second', async () => {
    const sandbox = new Sandbox(RATED);
    const read = () => sandbox.call('AdminGetUser', { Username: ANA });
    for (let count = 0; count < 10; count += 1) await read();
    const refused = ['TooManyRequestsException', 'Rate exceeded'];
    expect(await sandbox.refusal('AdminGetUser', { Username: ANA })).to.deep.equal(refused);
    sandbox.time += 999;
    expect(await sandbox.refusal('AdminListDevices', { Username: ANA })).to.deep.equal(refused);
    sandbox.time += 1;
    await read();
  });

  it('is counted apart for writes and for other users, and not without a user', async () => {
    const sandbox = new Sandbox(RATED);
    const write = { Username: ANA, UserAttributes: [{ Name: 'given_name', Value: 'Ana' }] };
    for (let count = 0; count < 10; count += 1) await sandbox.call('AdminUpdateUserAttributes', write);
    expect((await sandbox.refusal('AdminEnableUser', { Username: ANA }))[0]).to.equal('TooManyRequestsException');
    await sandbox.call('AdminGetUser', { Username: ANA });
    await sandbox.call('AdminEnableUser', { Username: BEN });
    for (let count = 0; count < 12; count += 1) await sandbox.call('ListUsers');
  });

  it('counts requests with a token of the user, and sign-ins', async () => {
    const application = new Application(RATED);
    const { sandbox } = application;
    const { AuthenticationResult } = await application.signIn(BEN, DEMO_PASSWORD);
    const token = { AccessToken: AuthenticationResult?.AccessToken };
    for (let count = 0; count < 10; count += 1) await sandbox.call('GetUser', token);
    expect((await sandbox.refusal('GetUser', token))[0]).to.equal('TooManyRequestsException');
    const wrong = { ClientId: 'x', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: BEN } };
    for (let count = 0; count < 10; count += 1) await sandbox.refusal('InitiateAuth', wrong);
    expect((await sandbox.refusal('InitiateAuth', wrong))[0]).to.equal('TooManyRequestsException');
  });

  it('counts a request for a code as a write', async () => {
    const application = new Application(RATED);
    const { sandbox } = application;
    const { AuthenticationResult } = await application.signIn(BEN, DEMO_PASSWORD);
    const token = { AccessToken: AuthenticationResult?.AccessToken };
    for (let count = 0; count < 10; count += 1) await sandbox.call('GetUser', token);
    const request = { ...token, AttributeName: 'email' };
    expect(await sandbox.call('GetUserAttributeVerificationCode', request)).to.have.property('CodeDeliveryDetails');
  });

  it('does not apply in process', async () => {
    const sandbox = new Sandbox();
    for (let count = 0; count < 12; count += 1) await sandbox.call('AdminGetUser', { Username: ANA });
  });
});
