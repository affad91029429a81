import { createHmac } from 'node:crypto';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { SandboxEngine } from '../../../src/lib/sandbox/engine/engine.js';
import { IN_PROCESS_LIMITS, type Limits } from '../../../src/lib/sandbox/engine/limits.js';
import { ServiceError } from '../../../src/lib/sandbox/engine/service-error.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import type { MessageState } from '../../../src/lib/sandbox/state/outbox-state.js';
import type { PoolState, SandboxState, UserState } from '../../../src/lib/sandbox/state/state.js';
import { MemoryStore } from './memory-store.js';

export const START = new Date('2026-03-01T12:00:00.000Z');

export const ANA = 'ana.silva@tenant-one.example';
export const BEN = 'ben.carter@tenant-one.example';
/** Has two devices with a session each. */
export const DAVID_DEVICES = 'david.okafor@tenant-one.example';
/** Invited two days ago. */
export const EMMA = 'emma.larsen@tenant-one.example';
export const FELIX_RESET = 'felix.braun@tenant-one.example';
export const GRACE_DISABLED = 'grace.kim@tenant-one.example';
export const HUGO_UNCONFIRMED = 'hugo.martin@tenant-one.example';
/** Invited thirty days ago. */
export const LIAM_EXPIRED = 'liam.obrien@tenant-two.example';
/** Has SMS as second factor. */
export const KATYA_SMS = 'katya.novak@tenant-two.example';
/** Has an SSO session with a token session. */
export const TARA_SSO = 'tara.iyer@tenant-three.example';
export const MEI_FEDERATED = 'AzureAD_mei.tanaka@tenant-two.example';

/** A seeded sandbox in memory, with a manual clock. */
export class Sandbox {
  time = START.getTime();
  readonly state: SandboxState;
  readonly store: MemoryStore;
  readonly engine: SandboxEngine;

  constructor({ users, limits = {} }: { users?: number; limits?: Partial<Limits> } = {}) {
    this.state = seedState({ now: START, ...(users === undefined ? {} : { users }) });
    this.store = new MemoryStore(this.state);
    this.engine = new SandboxEngine(this.store, {
      now: () => new Date(this.time),
      limits: { ...IN_PROCESS_LIMITS, ...limits },
    });
  }

  get pool(): PoolState {
    return this.state.pools[SANDBOX_POOL_ID]!;
  }

  user(email: string): UserState {
    return Object.values(this.pool.users).find(({ attributes }) => attributes.email === email)!;
  }

  /** Calls an operation on the seeded pool, and returns the response as JSON would carry it. */
  async call(operation: string, input: object = {}): Promise<Record<string, unknown>> {
    const response = await this.engine.handle(operation, { UserPoolId: SANDBOX_POOL_ID, ...input });
    return JSON.parse(JSON.stringify(response)) as Record<string, unknown>;
  }

  /** The service's error of an operation: `[name, message]`. */
  refusal(operation: string, input: object = {}): Promise<readonly [string, string]> {
    return refusalOf(this.call(operation, input));
  }

  /** The messages of the seeded pool, oldest first. */
  get outbox(): MessageState[] {
    return Object.values(this.pool.outbox ?? {});
  }

  /** The code of six digits in the newest message. */
  get lastCode(): string {
    return /\b\d{6}\b/.exec(this.outbox.at(-1)?.text ?? '')?.[0] ?? '';
  }

  attributes(email: string): Readonly<Record<string, string>> {
    return this.user(email).attributes;
  }
}

/** The service's error of a call: `[name, message]`. */
export async function refusalOf(call: Promise<unknown>): Promise<readonly [string, string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ServiceError) return [error.name, error.message];
    throw error;
  }
  throw new Error('the call was not refused');
}

/** SECRET_HASH, as an app with a client secret computes it. */
export function secretHash(secret: string, username: string, clientId = SANDBOX_CLIENT_ID): string {
  return createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');
}
