import { expect } from 'chai';
import { requireConsentTo, type Consent, requireConsent } from '../../../src/lib/changes/consent.js';
import type { Change } from '../../../src/lib/changes/change.js';
import { addPlanFor, emptySummary } from '../../../src/lib/changes/plan-summary.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AdminError } from '../../../src/lib/errors.js';
import { rejection } from '../conventions/refusal.js';
import { NOBODY, somebody } from './agreement.js';
import { exampleChange } from './example-change.js';

const PLAIN = openTestDirectory();
const PROTECTED = openTestDirectory({ context: { name: 'prod', protected: true } });

const harmless = exampleChange();
const disruptive = exampleChange({ operation: 'users.disable', disruption: 'They cannot sign in.' });
const final = exampleChange({ operation: 'users.reset-password', irreversible: 'It is kept nowhere.' });

const grant = exampleChange({
  operation: 'users.set-attributes',
  fields: [{ field: 'roles', before: ['itsm_agent'], after: ['itsm_agent', 'super_admin'] }],
});

const ask = (changes: readonly Change[], consent: Consent, directory = PLAIN) =>
  requireConsent(directory, changes, consent);

describe('requireConsent', () => {
  it('refuses changes through a secondary replica, without a request, before anything is asked', async () => {
    const poolId = 'eu-west-1_Prod';
    const at = (region: string, endpointUrl?: string) =>
      openTestDirectory({ context: { name: 'dr', kind: 'aws', poolId, region, account: undefined, endpointUrl } });
    const { options, asked } = somebody(true);
    const { code, message, hint } = await rejection(ask([disruptive], options, at('eu-central-1')));
    expect([code, message, hint, asked]).to.deep.equal([
      'READ_ONLY',
      'user pool eu-west-1_Prod can only be a secondary replica in eu-central-1',
      'Nothing was changed. A dry run is possible. To change the user pool, use its primary Region: --region eu-west-1',
      [],
    ]);
    // Another service than AWS's may use any region.
    await ask([harmless], NOBODY, at('eu-central-1', 'http://127.0.0.1:9229'));
    await ask([harmless], NOBODY, at('eu-west-1'));
  });

  it('does not ask about harmless changes, nor if there are none', async () => {
    expect([await ask([harmless], NOBODY), await ask([], NOBODY), await ask([final], NOBODY)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('asks about disruptive changes, and shows every change and the reason', async () => {
    const { options, asked, shown } = somebody(true);
    await ask([disruptive, harmless], options);
    expect([asked, shown]).to.deep.equal([
      ['users disable ana@example.com in context sandbox. Continue?'],
      [
        [
          'users disable ana@example.com (tenant_001)',
          '  enabled: no → yes',
          'users enable ana@example.com (tenant_001)',
          '  enabled: no → yes',
          'They cannot sign in.',
        ].join('\n'),
      ],
    ]);
  });

  it('asks once for several changes, and shows each reason once', async () => {
    const { options, asked, shown } = somebody(true);
    await ask([disruptive, disruptive, exampleChange({ disruption: 'Another.' })], options);
    expect(asked).to.deep.equal(['users disable 3 users in context sandbox. Continue?']);
    expect(shown.join('\n').match(/They cannot sign in\.|Another\./g)).to.deep.equal([
      'They cannot sign in.',
      'Another.',
    ]);
  });

  it('does not ask with --yes', async () => {
    const yes = { ...somebody(false).options, yes: true };
    expect([
      await ask([disruptive], yes),
      await ask([final], yes),
      await ask([disruptive], yes, PROTECTED),
    ]).to.deep.equal([undefined, undefined, undefined]);
  });

  for (const [what, change] of [
    ['irreversible', final],
    ['the grant of a privileged role', grant],
  ] as const) {
    it(`does not take --yes in a protected user pool for what is ${what}`, async () => {
      const { code, hint } = await rejection(ask([change], { ...NOBODY, yes: true }, PROTECTED));
      const { options, asked } = somebody(true);
      await ask([change], { ...options, yes: true }, PROTECTED);
      expect([code, hint?.split('\n').at(-2), asked.length]).to.deep.equal([
        'CONFIRMATION_REQUIRED',
        'The user pool is protected, so --yes is not enough. To confirm: --confirm ana@example.com',
        1,
      ]);
    });
  }

  it('takes the name, the ID or the sub of the target with --confirm, and nothing else', async () => {
    const target = { ...final.target, id: 'ana', sub: 'sub-of-ana' };
    const confirm = (value: string) => ask([{ ...final, target }], { ...NOBODY, confirm: value }, PROTECTED);
    expect([await confirm('ana@example.com'), await confirm('ana'), await confirm('sub-of-ana')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    for (const other of ['', 'Ana@example.com', 'ben@example.com', '1', 'yes', 'ana@example.com ']) {
      expect((await rejection(confirm(other))).code).to.equal('CONFIRMATION_REQUIRED');
    }
  });

  it('takes the number of targets with --confirm if there are several', async () => {
    const two = (confirm: string) => ask([final, final], { ...NOBODY, confirm }, PROTECTED);
    expect(await two('2')).to.equal(undefined);
    expect(await rejection(two('3'))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: '--confirm "3" is not what would change: 2',
      hint: 'Nothing was changed. To see every change first: --dry-run. To confirm: --confirm 2',
    });
  });

  it('compares --confirm where no confirmation is needed too, unless nothing would change', async () => {
    const { code } = await rejection(ask([harmless], { ...NOBODY, confirm: 'ben@example.com' }));
    expect([code, await ask([], { ...NOBODY, confirm: 'ben@example.com' })]).to.deep.equal([
      'CONFIRMATION_REQUIRED',
      undefined,
    ]);
  });

  it('has the account checked before it asks, if anything would change', async () => {
    const wrong = new AdminError('WRONG_ACCOUNT', 'another account');
    const cognito = { ...PLAIN.cognito, assertAccount: () => Promise.reject(wrong) };
    const { options, asked } = somebody(true);
    expect([await ask([], options, { ...PLAIN, cognito }), asked]).to.deep.equal([undefined, []]);
    expect((await rejection(ask([harmless], options, { ...PLAIN, cognito }))).code).to.equal('WRONG_ACCOUNT');
    expect(asked).to.deep.equal([]);
  });

  it('refuses if there is no terminal, and names --yes', async () => {
    expect(await rejection(ask([disruptive], NOBODY))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: 'users disable ana@example.com needs confirmation, and there is no terminal to ask on',
      hint: 'They cannot sign in.\nTo confirm: --yes\nTo see every change first: --dry-run',
    });
    expect((await rejection(ask([final], NOBODY, PROTECTED))).hint?.split('\n')[0]).to.equal(
      'It is irreversible. It is kept nowhere.',
    );
  });

  describe('about changes that belong together', () => {
    const together = { together: 'pool apply' };
    const PLAN = 'users enable ana@example.com (tenant_001)\n  enabled: no → yes';

    it('asks one question, even if none is disruptive', async () => {
      const { options, asked, shown } = somebody(true);
      await ask([harmless, harmless], { ...options, ...together });
      expect([asked, shown]).to.deep.equal([
        ['pool apply (2 changes) in context sandbox. Continue?'],
        [`${PLAN}\n${PLAN}`],
      ]);
    });

    it('shows all of them and the reasons with --yes, and what is more than a screen as a number', async () => {
      const { options, asked, shown } = somebody(true);
      const many = Array.from({ length: 11 }, () => harmless);
      await ask([disruptive], { ...options, ...together, yes: true });
      await ask(many, { ...options, ...together, yes: true });
      expect([asked, shown[0], shown[1]?.split('\n').at(-1)]).to.deep.equal([
        [],
        `${PLAN.replace('enable', 'disable')}\nThey cannot sign in.`,
        'and 1 more; to see all: --dry-run',
      ]);
    });

    it('names them as one thing if there is no terminal, and only if one needs a confirmation', async () => {
      expect(await ask([harmless], { ...NOBODY, ...together })).to.equal(undefined);
      const { message } = await rejection(ask([harmless, disruptive], { ...NOBODY, ...together }));
      expect(message).to.equal('pool apply needs confirmation, and there is no terminal to ask on');
    });
  });

  it('is cancelled if the answer is no', async () => {
    expect(await rejection(ask([disruptive], somebody(false).options))).to.deep.equal({
      code: 'CANCELLED',
      message: 'cancelled',
      hint: 'Nothing was changed.',
    });
  });

  it('says that another name was typed', async () => {
    expect((await rejection(ask([final], somebody(false).options, PROTECTED))).hint).to.equal(
      'What was typed is not ana@example.com. Nothing was changed.',
    );
  });

  it('requires the name of the target for an irreversible change in a protected user pool', async () => {
    const { options, asked } = somebody(true);
    await ask([final], options, PROTECTED);
    await ask([final, final], options, PROTECTED);
    await ask([disruptive], options, PROTECTED);
    expect(asked).to.deep.equal([
      'users reset-password ana@example.com in context prod (protected). Type ana@example.com to continue: [ana@example.com]',
      'users reset-password 2 users in context prod (protected). Type 2 to continue: [2]',
      'users disable ana@example.com in context prod. Continue?',
    ]);
  });

  it("shows a label's control characters as escapes, also in the name to type", async () => {
    const target = { ...final.target, label: 'ana\u001b[2J' };
    const { options, asked } = somebody(true);
    await ask([{ ...disruptive, target }], options);
    await ask([{ ...final, target }], options, PROTECTED);
    expect(asked).to.deep.equal([
      'users disable ana\\u001b[2J in context sandbox. Continue?',
      'users reset-password ana\\u001b[2J in context prod (protected). Type ana\\u001b[2J to continue: [ana\\u001b[2J]',
    ]);
  });
});

describe('requireConsentTo', () => {
  const agree = async (changes: readonly Change[], consent: Consent, options = {}) => {
    const summary = emptySummary();
    for (const change of changes) await addPlanFor(PLAIN, summary, change);
    return requireConsentTo(PLAIN, summary, consent, options);
  };
  const asRun = { isRun: true };

  it('shows ten plans of many, and the number of the others', async () => {
    const { options, asked, shown } = somebody(true);
    await agree(
      Array.from({ length: 5_000 }, () => disruptive),
      options,
    );
    const lines = shown.join('\n').split('\n');
    expect([lines.filter((line) => line.startsWith('users disable')).length, lines.slice(-2), asked]).to.deep.equal([
      10,
      ['and 4990 more; to see all: --dry-run', 'They cannot sign in.'],
      ['users disable 5000 users in context sandbox. Continue?'],
    ]);
  });

  it('asks about all changes of a run, even if they are harmless', async () => {
    const { options, asked, shown } = somebody(true);
    await agree([harmless, harmless], options, asRun);
    expect([asked, shown]).to.deep.equal([
      ['users enable 2 users in context sandbox. Continue?'],
      [
        [
          'users enable ana@example.com (tenant_001)',
          '  enabled: no → yes',
          'users enable ana@example.com (tenant_001)',
          '  enabled: no → yes',
          '2 users will change',
          'in tenant_001 (2)',
        ].join('\n'),
      ],
    ]);
  });

  it('shows three plans of a run, and the sum of all next to the question', async () => {
    const { options, shown } = somebody(true);
    await agree(
      Array.from({ length: 5_000 }, () => disruptive),
      options,
      asRun,
    );
    const lines = shown.join('\n').split('\n');
    expect([lines.filter((line) => line.startsWith('users disable')).length, lines.slice(-4)]).to.deep.equal([
      3,
      [
        'and 4997 more; to see all: --dry-run -o ndjson',
        'They cannot sign in.',
        '5000 users will change',
        'in tenant_001 (5000)',
      ],
    ]);
  });

  it('asks about all changes of a run if some are disruptive, and shows the reason', async () => {
    const { options, asked, shown } = somebody(true);
    await agree([disruptive, { ...disruptive, disruption: undefined }], options, asRun);
    expect([asked, shown.join('\n').split('\n').at(-3)]).to.deep.equal([
      ['users disable 2 users in context sandbox. Continue?'],
      'They cannot sign in.',
    ]);
  });

  it('does not ask about a harmless run without a terminal, with --yes, or if nothing changes', async () => {
    const { options } = somebody(false);
    expect([
      await agree([harmless], NOBODY, asRun),
      await agree([harmless], { ...options, yes: true }, asRun),
      await agree([], options, asRun),
    ]).to.deep.equal([undefined, undefined, undefined]);
  });

  it('takes the number of rows that would change with --confirm, even if it is one', async () => {
    const { options, shown } = somebody(false);
    expect([await agree([disruptive], { ...options, confirm: '1' }, asRun), shown]).to.deep.equal([
      undefined,
      ['1 user will change\nin tenant_001 (1)'],
    ]);
    expect((await rejection(agree([disruptive], { ...options, confirm: 'ana@example.com' }, asRun))).code).to.equal(
      'CONFIRMATION_REQUIRED',
    );
  });

  it('is cancelled if the answer is no, even for harmless changes', async () => {
    const { code } = await rejection(agree([harmless], somebody(false).options, asRun));
    expect(code).to.equal('CANCELLED');
  });
});
