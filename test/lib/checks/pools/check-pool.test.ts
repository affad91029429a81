import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import type { Baseline } from '../../../../src/lib/checks/baselines/baseline.js';
import { expectationsBaseline } from '../../../../src/lib/checks/baselines/expectations-baseline.js';
import {
  expectationsIn,
  loadBaseline,
  SHIPPED_BASELINES,
} from '../../../../src/lib/checks/baselines/load-baselines.js';
import { specBaseline } from '../../../../src/lib/checks/baselines/spec-baseline.js';
import type { Finding } from '../../../../src/lib/checks/finding.js';
import { checkPool, poolCheckRules } from '../../../../src/lib/checks/pools/check-pool.js';
import type { Context } from '../../../../src/lib/config/context.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito } from '../../cognito/cognito-mock.js';
import { CASES, NOT_CHECKABLE } from '../cases.js';
import { GOOD, type World } from '../good-pool.js';
import { answerAs, withUnmodelled } from '../world-answers.js';

const idsOf = ({ rules }: Baseline) => rules.map(({ rule }) => rule);
const ownBaseline = (text: string): Baseline =>
  expectationsBaseline('own', expectationsIn('own', `baseline: 1\n${text}`)!);
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const source = { root, stdin: process.stdin as never, warn: () => undefined };
const CONTEXT: Partial<Context> = {
  protected: true,
  platform: { domain: 'good' },
  conventions: { ...DEFAULT_CONVENTIONS, callbackHosts: ['app.example.com', '*.tenant.example'] },
};

describe('checkPool', () => {
  const mock = mockCognito();
  const baselines = Promise.all(SHIPPED_BASELINES.map((name) => loadBaseline(name, source)));

  const check = async (world: World, only?: string): Promise<readonly Finding[]> => {
    answerAs(mock, world);
    const chosen = (await baselines).filter(({ name }) => only === undefined || name === only);
    const rules = new Set(poolCheckRules(chosen).map(({ rule }) => rule));
    const directory = withUnmodelled(openTestDirectory({ context: CONTEXT }), world);
    return (await checkPool(directory, chosen, rules)).findings;
  };
  const found = (findings: readonly Finding[]) =>
    [...new Set(findings.filter(({ status }) => status === 'open').map(({ rule }) => rule))].sort();
  const unseen = (findings: readonly Finding[]) =>
    findings.filter(({ status }) => status === 'notCheckable').map(({ rule }) => rule);

  it('finds nothing in a pool that follows every rule, and lists what it cannot see', async () => {
    const findings = await check(GOOD);
    expect({ found: found(findings), unseen: unseen(findings) }).to.deep.equal({
      found: [],
      unseen: [...NOT_CHECKABLE],
    });
  });

  it('has a case for every rule', async () => {
    const tested = [...Object.keys(CASES), ...NOT_CHECKABLE];
    expect(new Set(poolCheckRules(await baselines).map(({ rule }) => rule))).to.deep.equal(new Set(tested));
  });

  for (const [rule, { fails, passes = GOOD, baseline }] of Object.entries(CASES)) {
    it(`finds ${rule} in a pool that breaks it, and nothing else`, async () => {
      expect(found(await check(fails, baseline))).to.deep.equal([rule]);
    });

    it(`finds nothing in the most similar pool that follows ${rule}`, async () => {
      expect(found(await check(passes, baseline))).to.deep.equal([]);
    });
  }

  it('has a reason, an expectation and a fix in every finding', async () => {
    for (const { fails } of Object.values(CASES)) {
      for (const { why, expected, fix, found: cause } of await check(fails)) {
        expect([why, expected, fix, cause].filter((text) => text.trim() === '')).to.deep.equal([]);
      }
    }
  });

  it('names the command that adds an attribute to the schema', async () => {
    const command = 'sf-admin pool apply FILE. It cannot be removed again.';
    const [missing] = await check(CASES.CUSTOM_ATTRIBUTE_MISSING!.fails, 'stackflow');
    const own = ownBaseline('attributes: [{ name: badge, mutable: true }]');
    answerAs(mock, GOOD);
    const { findings } = await checkPool(openTestDirectory(), [own], new Set(idsOf(own)));
    expect([missing?.fix, findings[0]?.fix]).to.deep.equal([
      `Declare custom:tenant_id (String, mutable) in a file: ${command}`,
      `Declare it in a file: ${command}`,
    ]);
  });

  it('takes the identity of SES for the sender if no other is set, and no domain for another', async () => {
    const SourceArn = 'arn:aws:ses:us-east-1:111122223333:identity/no-reply@stackflow-tech.com';
    const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn } as const;
    const findings = await check({ ...GOOD, pool: { ...GOOD.pool, EmailConfiguration, Domain: undefined } });
    expect(findings.filter(({ status }) => status === 'open').map((finding) => finding.found)).to.deep.equal([
      'the user pool has no domain, and that of the platform is good',
    ]);
  });

  it('announces a command only for a baseline that a command can name', async () => {
    answerAs(mock, GOOD);
    const fixes: (string | null | undefined)[][] = [];
    for (const name of ['own.yaml', 'stdin']) {
      const own = specBaseline(name, readPoolFile(name, 'poolSpec: 1\ntier: LITE'));
      const { findings } = await checkPool(openTestDirectory(), [own], new Set(['TIER']));
      fixes.push(...findings.map(({ fix, command }) => [fix, command]));
    }
    expect(fixes).to.deep.equal([
      [
        'Change the setting, or line 2 of own.yaml. The command shows what would change.',
        'sf-admin pool apply own.yaml --dry-run',
      ],
      ['Change the setting, or line 2 of stdin.', null],
    ]);
  });

  describe('of MFA', () => {
    const mfaOff = CASES.MFA_AVAILABLE!.fails;

    it('finds a factor that is off if the rule of the mode is not checked', async () => {
      answerAs(mock, mfaOff);
      const { findings } = await checkPool(openTestDirectory(), await baselines, new Set(['MFA_TOTP', 'MFA_SMS']));
      expect(found(findings)).to.deep.equal(['MFA_SMS', 'MFA_TOTP']);
    });

    it('finds each difference of the factors while MFA is on, whatever the mode', async () => {
      answerAs(mock, GOOD);
      const baseline = ownBaseline('mfa: { mode: "ON", softwareToken: false }');
      const { findings } = await checkPool(openTestDirectory(), [baseline], new Set(idsOf(baseline)));
      expect(found(findings)).to.deep.equal(['MFA_MODE', 'MFA_SOFTWARE_TOKEN']);
    });
  });

  it('never takes for passed what cannot be read', async () => {
    const findings = await check({ ...GOOD, blocks: undefined });
    expect([found(findings), unseen(findings)]).to.deep.equal([
      [],
      [NOT_CHECKABLE[0], 'COMPROMISED_CREDENTIALS', ...NOT_CHECKABLE.slice(1)],
    ]);
  });
});
