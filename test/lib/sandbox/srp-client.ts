import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';

interface BigInteger {
  toString(radix: number): string;
}

/** The part of amazon-cognito-identity-js that computes a client's half of SRP. */
interface AuthenticationHelper {
  getLargeAValue(callback: (error: unknown, value: BigInteger) => void): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverB: BigInteger,
    salt: BigInteger,
    callback: (error: unknown, key: Uint8Array) => void,
  ): void;
}

const load = createRequire(import.meta.url);
const { default: Helper } = load('amazon-cognito-identity-js/lib/AuthenticationHelper') as {
  default: new (poolName: string) => AuthenticationHelper;
};
const { default: Integer } = load('amazon-cognito-identity-js/lib/BigInteger') as {
  default: new (text: string, radix: number) => BigInteger;
};

/** A client of Cognito that signs in by SRP with code that nobody here wrote. */
export class SrpClient {
  readonly #helper = new Helper(SANDBOX_POOL_ID.split('_')[1]!);

  /** SRP_A. */
  publicValue(): string {
    let text = '';
    this.#helper.getLargeAValue((_, value) => (text = value.toString(16)));
    return text;
  }

  /** The responses to a PASSWORD_VERIFIER challenge. */
  proof(challenge: Readonly<Record<string, string>>, password: string): Record<string, string> {
    const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP: USERNAME = '' } = challenge;
    const [B, salt] = [new Integer(SRP_B, 16), new Integer(SALT, 16)];
    let key: Uint8Array = new Uint8Array();
    this.#helper.getPasswordAuthenticationKey(USERNAME, password, B, salt, (_, value) => (key = value));
    const TIMESTAMP = 'Sun Mar 1 12:00:00 UTC 2026';
    const signature = createHmac('sha256', key)
      .update(SANDBOX_POOL_ID.split('_')[1]! + USERNAME)
      .update(Buffer.from(SECRET_BLOCK, 'base64'))
      .update(TIMESTAMP);
    return {
      USERNAME,
      TIMESTAMP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: signature.digest('base64'),
    };
  }
}
