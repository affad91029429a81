import { createHmac } from 'node:crypto';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sandboxFile } from '../../src/lib/sandbox/state/state-file.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../src/lib/sandbox/engine/engine.js';
import { resetSandbox } from '../../src/lib/sandbox/seed/reset.js';
import { seedState } from '../../src/lib/sandbox/seed/seed.js';
import { ServiceError } from '../../src/lib/sandbox/engine/service-error.js';
import { signingKeyOf } from '../../src/lib/sandbox/sign-in/tokens.js';
import { MemoryStore } from '../../src/lib/sandbox/state/memory-store.js';
import type { PoolState, SigningKey, UserState } from '../../src/lib/sandbox/state/state.js';
import { loadState } from '../../src/lib/sandbox/state/state-file.js';
import { FileStore } from '../../src/lib/sandbox/state/store.js';

/** The key of every sandbox that somebody signs in to in this process. */
let signingKey: Promise<SigningKey> | undefined;

/** A temporary home folder for sf-admin, with a data folder that holds a seeded sandbox, and a config folder. */
export class Place {
  readonly dataFolder: string;
  readonly configFolder: string;
  /** Path of the state file of the sandbox. */
  readonly sandbox: string;

  private readonly engine: SandboxEngine;

  private constructor(readonly home: string) {
    this.dataFolder = join(home, 'data');
    this.configFolder = join(home, 'config');
    this.sandbox = sandboxFile(this.dataFolder);
    this.engine = new SandboxEngine(new FileStore(this.sandbox));
  }

  static async make(): Promise<Place> {
    const place = new Place(await mkdtemp(join(tmpdir(), 'sf-admin-')));
    await resetSandbox(place.sandbox, {});
    return place;
  }

  /** Removes the sandbox, as before its first use. */
  async removeSandbox(): Promise<void> {
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }

  /** A path in the home. */
  path(name: string): string {
    return join(this.home, name);
  }

  /** The state file, byte for byte. */
  bytes(): Promise<string> {
    return readFile(this.sandbox, 'latin1');
  }

  /** The stored state of StackFlow's pool in the sandbox. */
  async pool(): Promise<PoolState> {
    const { state } = await loadState(this.sandbox);
    return state.pools[SANDBOX_POOL_ID]!;
  }

  /** The stored state of a user. */
  async user(email: string): Promise<UserState | undefined> {
    return Object.values((await this.pool()).users).find(({ attributes }) => attributes.email === email);
  }

  /** The stored callback URLs of StackFlow's client. */
  async callbackUrls(): Promise<readonly string[]> {
    return (await this.pool()).clients[SANDBOX_CLIENT_ID]?.settings.CallbackURLs ?? [];
  }

  /** Edits the stored pool, for states that no call of the service leads to. */
  async edit(change: (pool: PoolState) => void): Promise<void> {
    await new FileStore(this.sandbox).update((state) => {
      change(state.pools[SANDBOX_POOL_ID]!);
    });
  }

  /** Signs in with a password as the application does. Returns `signed in`, the challenge, or the error message. */
  async signIn(email: string, password: string): Promise<string> {
    return signInResult(this.authenticate(email, 'USER_PASSWORD_AUTH', { USERNAME: email, PASSWORD: password }));
  }

  /** Signs in with a password and returns the refresh token. The user must meet no challenge. */
  async refreshToken(email: string, password: string): Promise<string> {
    return (await this.tokens(email, password)).RefreshToken;
  }

  /** Signs in with a password and returns the tokens. The user must meet no challenge. */
  async tokens(email: string, password: string): Promise<Record<'IdToken' | 'AccessToken' | 'RefreshToken', string>> {
    const parameters = { USERNAME: email, PASSWORD: password };
    const { AuthenticationResult } = await this.authenticate(email, 'USER_PASSWORD_AUTH', parameters);
    return AuthenticationResult as Record<'IdToken' | 'AccessToken' | 'RefreshToken', string>;
  }

  /** Uses a refresh token as the application does. Returns `signed in` or the error message. */
  async renew(email: string, token: string): Promise<string> {
    const username = (await this.user(email))?.username ?? '';
    return signInResult(this.authenticate(username, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token }));
  }

  private async authenticate(
    name: string,
    AuthFlow: string,
    parameters: Record<string, string>,
  ): Promise<Record<string, unknown>> {
    const { state } = await loadState(this.sandbox);
    if (state.signingKey === undefined) await this.giveSigningKey();
    const secret = state.pools[SANDBOX_POOL_ID]?.clients[SANDBOX_CLIENT_ID]?.secret ?? '';
    const SECRET_HASH = createHmac('sha256', secret)
      .update(name + SANDBOX_CLIENT_ID)
      .digest('base64');
    const AuthParameters = { ...parameters, SECRET_HASH };
    return this.call('InitiateAuth', { ClientId: SANDBOX_CLIENT_ID, AuthFlow, AuthParameters });
  }

  /** Gives the sandbox the key that all places share, since making one takes as long as many requests. */
  private async giveSigningKey(): Promise<void> {
    signingKey ??= signingKeyOf(new MemoryStore(seedState()));
    const key = await signingKey;
    await new FileStore(this.sandbox).update((state) => {
      state.signingKey ??= key;
    });
  }

  /** Calls the service on StackFlow's pool without sf-admin. Throws ServiceError. */
  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const pool = operation === 'CreateUserPool' ? {} : { UserPoolId: SANDBOX_POOL_ID };
    const answer = await this.engine.handle(operation, { ...pool, ...input });
    return JSON.parse(JSON.stringify(answer)) as Record<string, unknown>;
  }
}

async function signInResult(response: Promise<Record<string, unknown>>): Promise<string> {
  try {
    const { ChallengeName } = await response;
    return typeof ChallengeName === 'string' ? ChallengeName : 'signed in';
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

/** Makes a place before each test of the calling suite and removes it afterwards. */
export function ownPlace(): () => Place {
  let place: Place;
  beforeEach(async () => {
    place = await Place.make();
  });
  afterEach(() => place.remove());
  return () => place;
}

/** Variables that would let the developer's own settings into a test. */
const FOREIGN = /^(AWS_|USER_POOL_|SF_ADMIN_|XDG_|NODE_OPTIONS$|NO_COLOR$|FORCE_COLOR$|TMUX|CI$)/;

/** The environment without those variables and without access to credentials of the machine. */
export function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !FOREIGN.test(entry[0]),
  );
  // Without a value of its own, a child process would inherit NODE_V8_COVERAGE and write coverage.
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true', NODE_V8_COVERAGE: '' };
}

/** In a line that is run in several places: the home of the place. */
const HOME = '(home)';

/** The words of a line, with paths in the home where they say so. */
export function inHome(argv: readonly string[], home: string): string[] {
  return argv.map((word) => word.replace(HOME, home));
}
