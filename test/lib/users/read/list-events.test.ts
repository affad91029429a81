import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { SignInEvent } from '../../../../src/lib/model/sign-in-event.js';
import { listEvents } from '../../../../src/lib/users/read/list-events.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';
import { mockUsers } from '../mock-users.js';

const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };

async function listed(limit: number, tenant?: string): Promise<SignInEvent[]> {
  const events: SignInEvent[] = [];
  const directory = openTestDirectory(tenant === undefined ? {} : { tenant });
  for await (const event of listEvents(directory, { user: ANA_EMAIL, limit })) events.push(event);
  return events;
}

describe('listEvents', () => {
  const cognito = mockUsers();
  beforeEach(() => {
    cognito.answer('AdminGetUser', anaAnswer());
  });

  it('has null for what the service leaves out', async () => {
    cognito.answer('AdminListUserAuthEvents', {
      AuthEvents: [
        {
          EventId: 'e-1',
          EventType: 'SignIn',
          CreationDate: new Date('2026-02-01T00:00:00Z'),
          EventResponse: 'Fail',
          EventRisk: {
            RiskDecision: 'AccountTakeover',
            RiskLevel: 'High',
            CompromisedCredentialsDetected: true,
          },
          ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: 'Failure' }, { ChallengeName: 'Mfa' }],
          EventContextData: {
            IpAddress: '192.0.2.1',
            DeviceName: 'Firefox',
            City: 'Lisbon',
            Country: 'Portugal',
          },
        },
        { EventId: 'e-2' },
      ],
    });
    expect(await listed(60)).to.deep.equal([
      {
        id: 'e-1',
        type: 'SignIn',
        at: '2026-02-01T00:00:00.000Z',
        result: 'Fail',
        challenges: ['Password Failure', 'Mfa'],
        risk: 'High',
        decision: 'AccountTakeover',
        compromisedCredentials: true,
        ipAddress: '192.0.2.1',
        device: 'Firefox',
        city: 'Lisbon',
        country: 'Portugal',
      },
      {
        id: 'e-2',
        type: null,
        at: null,
        result: null,
        challenges: [],
        risk: null,
        decision: null,
        compromisedCredentials: null,
        ipAddress: null,
        device: null,
        city: null,
        country: null,
      },
    ]);
  });

  it('reads at most the wanted number, sixty a page', async () => {
    const page = (count: number, start: number) =>
      Array.from({ length: count }, (_, index) => ({ EventId: `e-${start + index}` }));
    cognito.answer(
      'AdminListUserAuthEvents',
      { AuthEvents: page(60, 1), NextToken: 'more' },
      { AuthEvents: page(10, 61), NextToken: 'even more' },
    );
    const events = await listed(70);
    expect([events.length, events.at(-1)?.id]).to.deep.equal([70, 'e-70']);
    expect(cognito.sent().slice(-2)).to.deep.equal([
      ['AdminListUserAuthEvents', { ...ON_ANA, MaxResults: 60 }],
      ['AdminListUserAuthEvents', { ...ON_ANA, MaxResults: 10, NextToken: 'more' }],
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('are refused for a user of another tenant, and if the pool does not record any', async () => {
    cognito.answer('AdminListUserAuthEvents', serviceError('UserPoolAddOnNotEnabledException'));
    expect((await rejection(listed(1, 'tenant_002'))).code).to.equal('TENANT_MISMATCH');
    expect((await rejection(listed(1))).code).to.equal('UNSUPPORTED_OPERATION');
  });
});
