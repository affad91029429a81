import { Secret, TOTP } from 'otpauth';

export { DEMO_TOTP_SECRET } from '../../../src/lib/sandbox/sign-in/factors/totp.js';

/** The code that an authenticator app shows, as code that nobody here wrote computes it; `timestamp` is in milliseconds. */
export function codeOf(secret: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}
