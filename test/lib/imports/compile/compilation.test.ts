import { expect } from 'chai';

import { Compilation } from '../../../../src/lib/imports/compile/compilation.js';
import type { EmailAddress, TenantId } from '../../../../src/lib/model/names.js';
import type { NewUser } from '../../../../src/lib/users/attributes/new-user.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
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

describe('Compilation', () => {
  const folder = temporaryFolder();

  function compilation(): Compilation {
    const header = ['email', 'nickname', 'cognito:username'];
    const target = { header, requiresMfa: false, caseSensitive: true };
    return new Compilation(target, folder.path('compiled.csv'));
  }

  /** The problem of a single row. */
  function problem(bad: NewUser): string | undefined {
    const pass = compilation();
    pass.add(2, bad);
    return refusal(() => pass.result(1, false)).hint?.split('\n')[0];
  }

  it('accepts 500,000 users and no more', () => {
    const pass = compilation();
    for (let row = 1; row <= 500_000; row++) pass.add(row, user(`u${row}@example.com`));
    const { rows } = pass.result(500_000, false);
    expect([rows, refusal(() => pass.add(500_001, user('one.more@example.com'))).message]).to.deep.equal([
      500_000,
      'the input exceeds the limit of one import job, which is 500000 users',
    ]);
  }).timeout(30_000);

  it('accepts 100 MB and no more', () => {
    const pass = compilation();
    const long = 'x'.repeat(15_000);
    const addAll = () => {
      for (let row = 1; row < 7_000; row++) pass.add(row, user(`u${row}@example.com`, long));
    };
    expect(refusal(addAll).message).to.equal('the input exceeds the limit of one import job, which is 100 MB');
  }).timeout(30_000);

  it('accepts a row of 16,000 characters and no longer one', () => {
    const email = 'ana@example.com';
    const rest = 16_000 - 2 * email.length - 2;
    expect([
      compilation().add(2, user(email, 'x'.repeat(rest)))?.length,
      problem(user(email, 'x'.repeat(rest + 1))),
    ]).to.deep.equal([
      16_001,
      'line 2, email: makes a row of 16001 characters in the import file; Cognito allows 16000',
    ]);
  });

  it('refuses an address that is too long for a user name', () => {
    expect(problem(user(`${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(7)}`))).to.equal(
      'line 2, email: is longer than the 128 characters that an imported user name may have',
    );
  });

  it('refuses white space around a value, which Cognito would remove', () => {
    expect(problem(user('ana@example.com', ' Ana'))).to.equal(
      "line 2, nickname: starts or ends with white space, which Cognito's import removes",
    );
  });

  it('is a defect if a row is neither in the file nor reported', () => {
    const pass = compilation();
    for (const [line, email] of ['a@example.com', 'a@example.com', 'b@example.com'].entries())
      pass.add(line, user(email));
    pass.refuse([1, 2].map((line) => ({ line: 9, problem: `problem ${line}` })));
    expect(() => pass.result(5, true)).to.throw('4 of 5 rows are accounted for: 2 valid, 1 invalid, 1 repeated');
    expect(pass.result(4, true).rows).to.equal(2);
  });

  it('lists twenty problems and counts the others', () => {
    const pass = compilation();
    for (let row = 2; row < 27; row++) pass.add(row, user(`u${row}@example.com`, '"'));
    const lines = refusal(() => pass.result(25, false)).hint?.split('\n');
    expect([lines?.length, lines?.[20], lines?.[21]]).to.deep.equal([
      22,
      'and 5 more problems',
      'Nothing was changed. No row is valid.',
    ]);
  });
});
