import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import type { Session } from '../../../../src/lib/model/session.js';
import { listSessions } from '../../../../src/lib/users/read/list-sessions.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';
import { mockUsers } from '../mock-users.js';

async function listed(tenant?: string): Promise<Session[]> {
  const sessions: Session[] = [];
  const directory = openTestDirectory(tenant === undefined ? {} : { tenant });
  for await (const session of listSessions(directory, { user: ANA_EMAIL })) sessions.push(session);
  return sessions;
}

describe('listSessions', () => {
  const cognito = mockUsers();
  beforeEach(() => {
    cognito.answer('AdminGetUser', anaAnswer());
  });

  it('reads every page, and has null for what the service leaves out', async () => {
    cognito.answer(
      'AdminListUserSessions',
      {
        Sessions: [
          {
            SessionId: 'tkn1',
            SessionType: 'TOKEN',
            ClientId: 'web',
            CreateDate: new Date('2026-02-01T00:00:00Z'),
            LastActiveDate: new Date('2026-02-02T00:00:00Z'),
            DeviceType: 'Firefox',
            LastIPAddress: '192.0.2.1',
            LastLocation: { City: 'Lisbon', Country: 'Portugal' },
            OriginSessionId: 'sso1',
          },
        ],
        NextToken: 'more',
      },
      { Sessions: [{ SessionId: 'sso1' }] },
    );
    expect(await listed()).to.deep.equal([
      {
        id: 'tkn1',
        type: 'TOKEN',
        clientId: 'web',
        createdAt: '2026-02-01T00:00:00.000Z',
        lastActiveAt: '2026-02-02T00:00:00.000Z',
        device: 'Firefox',
        ipAddress: '192.0.2.1',
        city: 'Lisbon',
        country: 'Portugal',
        originSessionId: 'sso1',
      },
      {
        id: 'sso1',
        type: null,
        clientId: null,
        createdAt: null,
        lastActiveAt: null,
        device: null,
        ipAddress: null,
        city: null,
        country: null,
        originSessionId: null,
      },
    ]);
    const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
    expect(cognito.sent().slice(-2)).to.deep.equal([
      ['AdminListUserSessions', ON_ANA],
      ['AdminListUserSessions', { ...ON_ANA, NextToken: 'more' }],
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('are refused for a user of another tenant, and if the pool does not track any', async () => {
    cognito.answer('AdminListUserSessions', serviceError('OperationNotEnabledException'));
    expect((await rejection(listed('tenant_002'))).code).to.equal('TENANT_MISMATCH');
    expect((await rejection(listed())).code).to.equal('UNSUPPORTED_OPERATION');
  });
});
