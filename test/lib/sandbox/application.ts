import { generateKeyPairSync } from 'node:crypto';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { Sandbox, secretHash } from './harness.js';

/** One for all sandboxes of the process, because generating an RSA key takes a noticeable time. */
const SIGNING_KEY = {
  kid: 'test-key',
  privateJwk: { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) },
};

export interface Tokens {
  AccessToken: string;
  IdToken: string;
  RefreshToken: string;
  ExpiresIn: number;
  TokenType: string;
  /** Of a new device, in a pool that tracks devices. */
  NewDeviceMetadata?: { DeviceKey: string; DeviceGroupKey: string };
}

export interface SignInResponse {
  ChallengeName?: string;
  Session?: string;
  ChallengeParameters: Record<string, string>;
  AuthenticationResult?: Tokens;
}

/** A sandbox, and an app that knows the client's secret. */
export class Application {
  readonly sandbox: Sandbox;
  clientId = SANDBOX_CLIENT_ID;

  constructor(options: ConstructorParameters<typeof Sandbox>[0] = {}, sandbox = new Sandbox(options)) {
    this.sandbox = sandbox;
    this.sandbox.state.signingKey = SIGNING_KEY;
  }

  get secret(): string {
    return this.sandbox.pool.clients[this.clientId]!.secret!;
  }

  signIn(USERNAME: string, PASSWORD: string, more: Record<string, string> = {}): Promise<SignInResponse> {
    return this.initiate('USER_PASSWORD_AUTH', {
      USERNAME,
      PASSWORD,
      SECRET_HASH: this.hash(USERNAME),
      ...more,
    });
  }

  refresh(tokens: Tokens, username: string): Promise<SignInResponse> {
    return this.initiate('REFRESH_TOKEN_AUTH', {
      REFRESH_TOKEN: tokens.RefreshToken,
      SECRET_HASH: this.hash(this.sandbox.user(username).username),
    });
  }

  initiate(AuthFlow: string, AuthParameters: Record<string, string>): Promise<SignInResponse> {
    return this.engine('InitiateAuth', { AuthFlow, AuthParameters });
  }

  choose(USERNAME: string, Session: string | undefined, NEW_PASSWORD: string, more: Record<string, string> = {}) {
    const SECRET_HASH = this.hash(USERNAME);
    return this.respond('NEW_PASSWORD_REQUIRED', Session, { USERNAME, NEW_PASSWORD, SECRET_HASH, ...more });
  }

  respond(ChallengeName: string, Session: string | undefined, ChallengeResponses: Record<string, string>) {
    return this.engine('RespondToAuthChallenge', { ChallengeName, Session, ChallengeResponses });
  }

  hash(username: string): string {
    return secretHash(this.secret, username, this.clientId);
  }

  private async engine(operation: string, input: object): Promise<SignInResponse> {
    const response = await this.sandbox.call(operation, { ClientId: this.clientId, ...input });
    return response as unknown as SignInResponse;
  }
}
