import { expect } from 'chai';
import { IN_PROCESS_LIMITS, NO_LIMITS } from '../../../../src/lib/sandbox/engine/limits.js';
import { checkCode, sendCode, type SentPurpose } from '../../../../src/lib/sandbox/outbox/codes.js';
import { ANA, refusalOf, Sandbox } from '../harness.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Ana, who is sent codes by email, and enters them. */
class Codes {
  readonly sandbox = new Sandbox();

  constructor(private readonly limits = IN_PROCESS_LIMITS) {}

  get context() {
    return { now: () => new Date(this.sandbox.time), origin: '', limits: this.limits };
  }

  /** Returns the code. */
  send(purpose: SentPurpose, more: { validFor?: number; byUser?: boolean } = {}): string {
    const { pool } = this.sandbox;
    sendCode(this.context, pool, this.sandbox.user(ANA), { purpose, attribute: 'email', ...more });
    return this.sandbox.lastCode;
  }

  /** Returns the name of the refusal, or the address that the code proves. */
  enter(purpose: SentPurpose, code: string): string {
    const { refusal, ...right } = checkCode(this.context, this.sandbox.user(ANA), purpose, code);
    return refusal?.name ?? ('address' in right ? right.address.to : '');
  }
}

function wrong(code: string): string {
  return code === '000000' ? '111111' : '000000';
}

describe('a code', () => {
  it('has six digits, and proves the address that received it', () => {
    const codes = new Codes();
    const code = codes.send('password-reset');
    expect(code).to.match(/^\d{6}$/);
    expect(codes.enter('password-reset', code)).to.equal(ANA);
  });

  it('is stored on the user as a hash only', () => {
    const codes = new Codes();
    const code = codes.send('password-reset');
    expect(JSON.stringify(codes.sandbox.user(ANA))).to.not.include(code);
  });

  it('can be used once', () => {
    const codes = new Codes();
    const code = codes.send('sign-up');
    codes.enter('sign-up', code);
    expect(codes.enter('sign-up', code)).to.equal('ExpiredCodeException');
  });

  it('is replaced by the next one', () => {
    const codes = new Codes();
    const first = codes.send('sign-up');
    const second = codes.send('sign-up');
    expect(codes.enter('sign-up', second === first ? wrong(first) : first)).to.equal('CodeMismatchException');
    expect(codes.enter('sign-up', second)).to.equal(ANA);
  });

  it('is for one purpose only', () => {
    const codes = new Codes();
    expect(codes.enter('password-reset', codes.send('sign-up'))).to.equal('ExpiredCodeException');
  });

  const validity: [SentPurpose, number, number?][] = [
    ['sign-up', 24 * HOUR_MS],
    ['password-reset', HOUR_MS],
    ['verify-email', 24 * HOUR_MS],
    ['mfa', 3 * MINUTE_MS],
    ['mfa', 15 * MINUTE_MS, 15 * MINUTE_MS],
  ];
  for (const [purpose, milliseconds, validFor] of validity) {
    it(`for ${purpose} is valid for ${milliseconds / MINUTE_MS} minutes`, () => {
      const more = validFor === undefined ? {} : { validFor };
      const codes = new Codes();
      const early = codes.send(purpose, more);
      codes.sandbox.time += milliseconds - 1;
      expect(codes.enter(purpose, early)).to.equal(ANA);
      const late = codes.send(purpose, more);
      codes.sandbox.time += milliseconds;
      expect(codes.enter(purpose, late)).to.equal('ExpiredCodeException');
    });
  }

  it('is refused, even the right one, after five wrong ones in an hour', () => {
    const codes = new Codes();
    const code = codes.send('sign-up');
    for (let index = 0; index < 5; index++) {
      expect(codes.enter('sign-up', wrong(code))).to.equal('CodeMismatchException');
    }
    expect(codes.enter('sign-up', code)).to.equal('LimitExceededException');
    codes.sandbox.time += HOUR_MS;
    expect(codes.enter('sign-up', code)).to.equal(ANA);
  });

  it('cannot be guessed by requesting new ones', () => {
    const codes = new Codes();
    for (let index = 0; index < 5; index++) codes.enter('sign-up', wrong(codes.send('sign-up')));
    expect(codes.enter('sign-up', codes.send('sign-up'))).to.equal('LimitExceededException');
  });

  it('clears the count of wrong ones if it is right', () => {
    const codes = new Codes();
    for (let round = 0; round < 2; round++) {
      const code = codes.send('sign-up');
      for (let index = 0; index < 4; index++) codes.enter('sign-up', wrong(code));
      expect(codes.enter('sign-up', code)).to.equal(ANA);
    }
  });

  it('can be requested five times an hour by the user, and sent as often as an administrator wants', async () => {
    const codes = new Codes();
    for (let index = 0; index < 5; index++) {
      codes.send('sign-up', { byUser: true });
      codes.send('sign-up');
    }
    const sixth = async () => Promise.resolve(codes.send('sign-up', { byUser: true }));
    expect(await refusalOf(sixth())).to.deep.equal([
      'LimitExceededException',
      'Attempt limit exceeded, please try after some time.',
    ]);
    codes.sandbox.time += HOUR_MS;
    codes.send('sign-up', { byUser: true });
  });

  it('has no limits if they are switched off', () => {
    const codes = new Codes(NO_LIMITS);
    for (let index = 0; index < 6; index++) codes.enter('sign-up', wrong(codes.send('sign-up', { byUser: true })));
    expect(codes.enter('sign-up', codes.send('sign-up', { byUser: true }))).to.equal(ANA);
  });
});
