import { expect } from 'chai';
import fc from 'fast-check';

import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { applyMarkdown } from '../../../../src/lib/pool-spec/apply/apply-markdown.js';
import { openTestDirectory } from '../../../helpers/directory.js';

const outcome = (plan: Partial<Outcome['plan']> = {}, rest: Partial<Outcome> = {}): Outcome => ({
  plan: {
    operation: 'pool.apply',
    target: { kind: 'pool', id: 'us-east-1_A', label: 'main', tenantId: null },
    fields: [
      { field: 'tier', before: 'ESSENTIALS', after: 'PLUS' },
      { field: 'mfa', before: 'ON', after: 'ON' },
    ],
    doneMessage: 'Changed it.',
    unchangedMessage: 'Unchanged.',
    ...plan,
  },
  changed: false,
  dryRun: true,
  requestIds: [],
  warnings: [],
  ...rest,
});

const CLIENT = {
  target: { kind: 'client', id: '1', label: 'jobs', tenantId: null },
  fields: [{ field: 'callbackUrls', before: null, after: ['https://a.example', 'https://b.example'] }],
} as const;

describe('applyMarkdown', () => {
  const directory = openTestDirectory();
  const text = (outcomes: readonly Outcome[], notes: readonly string[] = []): string =>
    applyMarkdown(directory, { file: 'my_pool.yaml', outcomes, notes });
  const place = 'Context sandbox: user pool us-east-1\\_Sandbox01 (embedded), account 000000000000\n';
  const header = '| On | Setting | Before | After | Status |\n|---|---|---|---|---|\n';

  it('says where, shows what would change, and says once each what it does to people and what stays', () => {
    const effect = { disruption: 'Everybody is asked again.', irreversible: 'It cannot be removed.' };
    expect(text([outcome(effect), outcome({ ...CLIENT, ...effect })], ['Not created: the groups.'])).to.equal(
      `${place}\n${header}` +
        '| user pool main | tier | ESSENTIALS | PLUS | planned |\n' +
        '| app client jobs | callbackUrls | (none) | https:&#47;/a.example, https:&#47;/b.example | planned |\n' +
        '\n- Everybody is asked again.\n- It cannot be removed.\n- Not created: the groups.\n',
    );
  });

  it('says of a change that was carried out whether it was, and why not', () => {
    const done = { dryRun: false, changed: true };
    const error = new AdminError('PARTIAL', 'not started, because an earlier change failed');
    expect(
      text([
        outcome({}, done),
        outcome({}, { dryRun: false }),
        outcome({ disruption: 'X.' }, { dryRun: false, error }),
      ]),
    ).to.equal(
      `${place}\n${header}` +
        '| user pool main | tier | ESSENTIALS | PLUS | changed |\n' +
        '| user pool main | tier | ESSENTIALS | PLUS | unchanged |\n' +
        '| user pool main | tier | ESSENTIALS | PLUS | not started, because an earlier change failed |\n',
    );
  });

  it('says so without differences', () => {
    expect(text([])).to.equal(`${place}\nThe user pool does not differ from my\\_pool.yaml.\n`);
  });

  it('marks a protected user pool', () => {
    const protectedPool = openTestDirectory({ context: { protected: true } });
    const [first = ''] = applyMarkdown(protectedPool, { file: 'x', outcomes: [], notes: [] }).split('\n');
    expect(first).to.match(/^PROTECTED context sandbox: /);
  });

  it('has one line of five cells for each setting, whatever the names and values are', () => {
    const any = fc.string({ unit: fc.constantFrom('|', '\\', '`', '\n', '<', '*', 'a', '\u0000'), minLength: 1 });
    fc.assert(
      fc.property(any, any, any, (label, field, after) => {
        const target = { kind: 'client', id: '1', label, tenantId: null } as const;
        const written = text([outcome({ target, fields: [{ field, before: null, after }] })]);
        const [row = '', ...rest] = written.slice(`${place}\n${header}`.length).split('\n');
        expect([row.match(/(?<!\\)(?:\\\\)*\|/g)?.length, rest]).to.deep.equal([6, ['']]);
      }),
    );
  });
});
