import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type Tokens } from '../../application.js';
import { BEN, refusalOf, type Sandbox } from '../../harness.js';

/** An app whose users act for themselves: with a code, or with the access token of a sign-in. */
export class OwnAccount {
  readonly application: Application;
  tokens: Tokens | undefined;

  constructor(...options: ConstructorParameters<typeof Application>) {
    this.application = new Application(...options);
  }

  get sandbox(): Sandbox {
    return this.application.sandbox;
  }

  /** Signs Ben in, whose access token `own` sends from then on. */
  async signIn(password = DEMO_PASSWORD): Promise<this> {
    this.tokens = (await this.application.signIn(BEN, password)).AuthenticationResult;
    return this;
  }

  /** Calls an operation for a user who is not signed in. */
  call(operation: string, Username: string, input: object = {}): Promise<Record<string, unknown>> {
    const { clientId: ClientId } = this.application;
    return this.sandbox.call(operation, { ClientId, Username, SecretHash: this.application.hash(Username), ...input });
  }

  refusal(operation: string, Username: string, input: object = {}): Promise<readonly [string, string]> {
    return refusalOf(this.call(operation, Username, input));
  }

  /** Calls an operation with the access token of the last sign-in. */
  own(operation: string, input: object = {}): Promise<Record<string, unknown>> {
    return this.sandbox.call(operation, { AccessToken: this.tokens?.AccessToken, ...input });
  }

  ownRefusal(operation: string, input: object = {}): Promise<readonly [string, string]> {
    return refusalOf(this.own(operation, input));
  }

  /** Lets the client know which users exist. */
  showUsers(): this {
    this.sandbox.pool.clients[this.application.clientId]!.settings.PreventUserExistenceErrors = 'LEGACY';
    return this;
  }
}

/** A code that is not the given one. */
export function otherCode(code: string): string {
  return code === '000000' ? '111111' : '000000';
}
