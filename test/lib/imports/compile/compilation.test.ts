import { expect } from 'chai';

import { Compilation } from '../../../../src/lib/imports/compile/compilation.js';
import type { EmailAddress, TenantId } from '../../../../src/lib/model/names.js';
import type { NewUser } from '../../../../src/lib/users/attributes/new-user.js';
import { refusal } from '../../conventions/refusal.js';

function user(email: string, nickname = ''): NewUser {
  return {
    email: email as EmailAddress,
    tenantId: 'tenant_001' as TenantId,
    values: new Map([
      ['email', email],
      ['nickname', nickname],
    ]),
    password: undefined,
    privileged: [],
  };
}

function compilation(): Compilation {
  const header = ['email', 'nickname', 'cognito:username'];
  return new Compilation({ header, requiresMfa: false, caseSensitive: true });
}

/** What is said of the one row that is bad. */
function problem(bad: NewUser): string | undefined {
  const pass = compilation();
  pass.add(2, bad);
  return refusal(() => pass.result(false)).hint?.split('\n')[0];
}

describe('a pass over rows to import', () => {
  it('takes 500,000 users, and no more', () => {
    const pass = compilation();
    for (let row = 1; row <= 500_000; row++) pass.add(row, user(`u${row}@example.com`));
    const { rows } = pass.result(false);
    expect([rows, refusal(() => pass.add(500_001, user('one.more@example.com'))).message]).to.deep.equal([
      500_000,
      'the input is more than one import job takes, which is 500000 users',
    ]);
  }).timeout(30_000);

  it('takes 100 MB, and no more', () => {
    const pass = compilation();
    const long = 'x'.repeat(15_000);
    const addAll = () => {
      for (let row = 1; row < 7_000; row++) pass.add(row, user(`u${row}@example.com`, long));
    };
    expect(refusal(addAll).message).to.equal('the input is more than one import job takes, which is 100 MB');
  }).timeout(30_000);

  it('takes a row of 16,000 characters, and none that is longer', () => {
    const email = 'ana@example.com';
    const room = 16_000 - 2 * email.length - 2;
    expect([
      compilation().add(2, user(email, 'x'.repeat(room)))?.length,
      problem(user(email, 'x'.repeat(room + 1))),
    ]).to.deep.equal([
      16_001,
      'line 2, email: takes 16001 characters in an import file, where Cognito takes 16000 a row',
    ]);
  });

  it('takes no address that is too long for a user name', () => {
    expect(problem(user(`${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(7)}`))).to.equal(
      'line 2, email: is longer than the 128 characters that an imported user name may have',
    );
  });

  it('takes no white space around a value, which would not arrive', () => {
    expect(problem(user('ana@example.com', ' Ana'))).to.equal(
      "line 2, nickname: starts or ends with white space, which Cognito's import takes away",
    );
  });

  it('tells twenty problems, and counts the others', () => {
    const pass = compilation();
    for (let row = 2; row < 27; row++) pass.add(row, user(`u${row}@example.com`, '"'));
    const lines = refusal(() => pass.result(false)).hint?.split('\n');
    expect([lines?.length, lines?.[20], lines?.[21]]).to.deep.equal([
      22,
      'and 5 more problems',
      'Nothing was written.',
    ]);
  });
});
