import { expect } from 'chai';
import { requireConsentTo, type Consent, requireConsent } from '../../../src/lib/changes/consent.js';
import type { Change } from '../../../src/lib/changes/change.js';
import { addPlan, emptySummary } from '../../../src/lib/changes/plan-summary.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import { rejection } from '../conventions/refusal.js';
import { NOBODY, somebody } from './agreement.js';
import { exampleChange } from './example-change.js';

const PLAIN = { ...BUILT_IN_CONTEXTS[0]!, protected: false };
const PROTECTED = { ...PLAIN, protected: true };

const harmless = exampleChange();
const disruptive = exampleChange({ operation: 'users.disable', disruption: 'They cannot sign in.' });
const final = exampleChange({ operation: 'users.reset-password', irreversible: 'It is kept nowhere.' });

const ask = (changes: readonly Change[], consent: Consent, context = PLAIN) =>
  requireConsent(changes, context, consent);

describe('requireConsent', () => {
  it('does not ask about harmless changes, nor if there are none', async () => {
    expect([await ask([harmless], NOBODY), await ask([], NOBODY), await ask([final], NOBODY)]).to.deep.equal([
      false,
      false,
      false,
    ]);
  });

  it('asks about disruptive changes, and shows every change and the reason', async () => {
    const { options, asked, shown } = somebody(true);
    expect(await ask([disruptive, harmless], options)).to.equal(true);
    expect([asked, shown]).to.deep.equal([
      ['users disable ana@example.com. Continue?'],
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
    expect(asked).to.deep.equal(['users disable 3 users. Continue?']);
    expect(shown.join('\n').match(/They cannot sign in\.|Another\./g)).to.deep.equal([
      'They cannot sign in.',
      'Another.',
    ]);
  });

  it('does not ask with --yes, even in a protected context', async () => {
    const yes = { ...somebody(false).options, yes: true };
    expect([await ask([disruptive], yes), await ask([final], yes, PROTECTED)]).to.deep.equal([false, false]);
  });

  it('refuses if there is no terminal, and names --yes', async () => {
    expect(await rejection(ask([disruptive], NOBODY))).to.deep.equal({
      code: 'CONFIRMATION_REQUIRED',
      message: 'users disable ana@example.com needs confirmation, and there is no terminal to ask on',
      hint: 'They cannot sign in.\nTo confirm, run it again with --yes. To see every change first: --dry-run',
    });
    expect((await rejection(ask([final], NOBODY, PROTECTED))).hint?.split('\n')[0]).to.equal(
      'It is irreversible. It is kept nowhere.',
    );
  });

  it('is cancelled if the answer is no', async () => {
    expect(await rejection(ask([disruptive], somebody(false).options))).to.deep.equal({
      code: 'CANCELLED',
      message: 'cancelled',
      hint: 'Nothing was changed.',
    });
  });

  it('requires the name of the target for an irreversible change in a protected context', async () => {
    const { options, asked } = somebody(true);
    expect(await ask([final], options, PROTECTED)).to.equal(true);
    await ask([final, final], options, PROTECTED);
    await ask([disruptive], options, PROTECTED);
    expect(asked).to.deep.equal([
      'This context is protected. Type ana@example.com to continue: [ana@example.com]',
      'This context is protected. Type 2 users to continue: [2 users]',
      'users disable ana@example.com. Continue?',
    ]);
  });

  it("shows a label's control characters as escapes, also in the name to type", async () => {
    const target = { ...final.target, label: 'ana\u001b[2J' };
    const { options, asked } = somebody(true);
    await ask([{ ...disruptive, target }], options);
    await ask([{ ...final, target }], options, PROTECTED);
    expect(asked).to.deep.equal([
      'users disable ana\\u001b[2J. Continue?',
      'This context is protected. Type ana\\u001b[2J to continue: [ana\\u001b[2J]',
    ]);
  });
});

describe('requireConsentTo', () => {
  const { conventions } = PLAIN;
  const agree = (changes: readonly Change[], consent: Consent, options = {}) => {
    const summary = emptySummary();
    for (const change of changes) addPlan(summary, change, { conventions, isProtected: false });
    return requireConsentTo(summary, consent, options);
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
      ['users disable 5000 users. Continue?'],
    ]);
  });

  it('asks about all changes of a run, even if they are harmless', async () => {
    const { options, asked, shown } = somebody(true);
    expect(await agree([harmless, harmless], options, asRun)).to.equal(true);
    expect([asked, shown]).to.deep.equal([
      ['users enable 2 users. Continue?'],
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
      ['users disable 2 users. Continue?'],
      'They cannot sign in.',
    ]);
  });

  it('does not ask about a harmless run without a terminal, with --yes, or if nothing changes', async () => {
    const { options } = somebody(false);
    expect([
      await agree([harmless], NOBODY, asRun),
      await agree([harmless], { ...options, yes: true }, asRun),
      await agree([], options, asRun),
    ]).to.deep.equal([false, false, false]);
  });

  it('is cancelled if the answer is no, even for harmless changes', async () => {
    const { code } = await rejection(agree([harmless], somebody(false).options, asRun));
    expect(code).to.equal('CANCELLED');
  });
});
