import { expect } from 'chai';

import { type ParsedWord, travellingWords, wordsToApply } from '../../../../src/lib/cli/plans/travelling-words.js';
import { refusal } from '../../conventions/refusal.js';

const BOOLEANS = ['sign-out', 'yes', 'quiet'];
const isBoolean = (flag: string) => BOOLEANS.includes(flag);
const arg = (input: string): ParsedWord => ({ type: 'arg', input });
const flag = (name: string, input = `--${name}`): ParsedWord => ({ type: 'flag', flag: name, input });

describe('travellingWords', () => {
  it('keeps what is asked for, and neither where nor how the person works', () => {
    const words = [
      arg('ana@example.com'),
      flag('sign-out'),
      flag('role', 'itsm_agent'),
      flag('client-id', 'abc'),
      flag('tenant', 'tenant_001'),
      ...[flag('context', 'prod'), flag('endpoint-url', 'http://127.0.0.1'), flag('profile', 'me'), flag('yes')],
      ...[flag('reason', 'INC-1'), flag('plan-out', 'a.plan'), flag('output', 'json'), flag('quiet', '-q')],
    ];
    expect(travellingWords(words, isBoolean)).to.deep.equal({
      arguments: ['ana@example.com'],
      flags: ['--sign-out', '--role=itsm_agent', '--client-id=abc', '--tenant=tenant_001'],
    });
  });

  it('refuses a file that is written only when the plan is applied', () => {
    const { code, hint } = refusal(() => travellingWords([flag('credentials', 'new.ndjson')], isBoolean));
    expect([code, hint?.includes('sf-admin apply FILE --credentials')]).to.deep.equal(['USAGE', true]);
  });
});

describe('wordsToApply', () => {
  const hasFlag = (name: string) => name !== 'failures';
  const apply = (flags: string[], own: ParsedWord[] = []) =>
    wordsToApply({ name: 'users disable', arguments: ['-ana', 'ben'], flags }, own, { hasFlag, isBoolean });

  it('puts the words of the plan before those of the person, and arguments where nothing takes them for flags', () => {
    const own = [arg('a.plan'), flag('yes', '-y'), flag('context', 'prod')];
    expect(apply(['--sign-out', '--role=a'], own)).to.deep.equal([
      ...['--sign-out', '--role=a', '--yes', '--context=prod', '--', '-ana', 'ben'],
    ]);
  });

  it('takes the word of the person where both give a flag', () => {
    expect(apply(['--rate=5'], [flag('rate', '1')]).slice(0, 1)).to.deep.equal(['--rate=1']);
  });

  for (const word of [
    ...['--secret-command=curl', '--secret-file=/etc/cron.d/x', '--credentials=x', '--failures=x'],
    ...['--yes', '--confirm=ana', '--endpoint-url=http://127.0.0.1', '--context=prod', '--plan-out=x', '--debug'],
    '--resolve-from=/etc/passwd',
  ]) {
    it(`never takes ${word} from a plan`, () => {
      expect(refusal(() => apply([word])).code).to.equal('INVALID_PLAN');
    });
  }

  it('refuses a flag that the command of the plan does not have', () => {
    const { code, message } = refusal(() => apply([], [flag('failures', 'x')]));
    expect([code, message]).to.deep.equal(['USAGE', 'the plan is one of users disable, which has no --failures']);
  });
});
