import { expect } from 'chai';
import fc from 'fast-check';

import { userFromGet } from '../../../../src/lib/model/user.js';
import { writeList } from '../../../../src/lib/output/list.js';
import { userCard, userList } from '../../../../src/lib/users/read/user-view.js';
import { memoryStreams } from '../../output/memory-streams.js';
import { options } from '../../output/people-view.js';
import { ANA, ANA_EMAIL, anaAnswer } from '../ana.js';

const ana = userFromGet({
  $metadata: {},
  ...anaAnswer({ attributes: { given_name: 'Ana', locale: 'pt', 'custom:role': 'itsm_agent,itsm_admin' } }),
  UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
  PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
});

describe('userList', () => {
  it('has a column for every field of the JSON contract, in its order', () => {
    expect(userList.columns.map(({ key }) => key)).to.deep.equal([
      'username',
      'sub',
      'email',
      'emailVerified',
      'givenName',
      'familyName',
      'tenantId',
      'roles',
      'department',
      'enabled',
      'status',
      'createdAt',
      'updatedAt',
    ]);
  });

  it('shows in each column the field of that name', () => {
    const json = userList.json(ana) as Record<string, unknown>;
    for (const { key, value } of userList.columns) expect(value(ana), key).to.equal(json[key]);
  });

  it('never cuts an address or an identifier in a terminal of 48 columns or more', async () => {
    const keys = userList.columns.map(({ key }) => key);
    const shown = async (columns: readonly string[], width: number, email: string): Promise<string> => {
      const { streams, out } = memoryStreams({ outIsTTY: true, columns: width });
      await writeList([{ ...ana, email }], userList, options({ columns }), streams);
      return out();
    };
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(keys, { minLength: 1 }),
        fc.integer({ min: 48, max: 120 }),
        fc.integer({ min: 1, max: 20 }),
        async (columns, width, length) => {
          const email = `${'a'.repeat(length)}@tenant-one.example`;
          const text = await shown(columns, width, email);
          const whole = { username: ana.username, sub: ana.sub, email };
          for (const [key, value] of Object.entries(whole)) {
            if (columns.includes(key)) expect(text, `${key} at ${width}`).to.include(value);
          }
        },
      ),
    );
  });

  it('is identified by the canonical user name', () => {
    expect(userList.id(ana)).to.equal(ANA);
  });
});

describe('userCard', () => {
  const lines = (user: typeof ana) =>
    userCard
      .fields(user)
      .map((field) => ('section' in field ? [field.section] : ([field.label, field.value] as const)));

  it('shows the user under the address, with MFA and further attributes', () => {
    expect(lines(ana)).to.deep.equal([
      [ANA_EMAIL],
      ['tenant', 'tenant_001'],
      ['roles', 'itsm_agent, itsm_admin'],
      ['department', null],
      ['enabled', true],
      ['status', 'CONFIRMED'],
      ['email verified', true],
      ['given name', 'Ana'],
      ['family name', null],
      ['MFA', 'SMS_MFA, SOFTWARE_TOKEN_MFA (preferred)'],
      ['username', ANA],
      ['sub', ANA],
      ['created', '2026-01-01T00:00:00.000Z'],
      ['updated', '2026-02-01T00:00:00.000Z'],
      ['Other attributes'],
      ['locale', 'pt'],
    ]);
  });

  it('has no section for further attributes if there are none', () => {
    const bare = { ...ana, email: null, attributes: {}, mfa: { preferred: null, methods: [] } };
    expect(lines(bare).filter((line) => line.length === 1)).to.deep.equal([[ANA]]);
    expect(lines(bare)).to.deep.include(['MFA', 'none']);
  });

  it('prints the JSON of a list with the further attributes and the MFA', () => {
    expect(userCard.json(ana)).to.deep.equal({
      ...userList.json(ana),
      attributes: { locale: 'pt' },
      mfa: { preferred: 'SOFTWARE_TOKEN_MFA', methods: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] },
    });
    expect(userCard.id(ana)).to.equal(ANA);
  });
});
