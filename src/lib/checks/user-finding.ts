import type { Directory } from '../directory.js';
import type { AppClient } from '../model/app-client.js';
import type { SignInEvent } from '../model/sign-in-event.js';
import type { User, UserDetail } from '../model/user.js';
import type { UserPool } from '../model/user-pool.js';
import type { Finding } from './finding.js';

/** Something that keeps a person from signing in, or may. */
export interface UserFinding extends Finding {
  /** Whether it alone is enough. */
  readonly blocks: boolean;
  /** The command that fixes it, whole; `null` where the fix is outside of the user pool. */
  readonly command: string | null;
}

/** What the rules look at. */
export interface UserFacts {
  /** The name that was asked about. */
  readonly asked: string;
  /** Those who go by it: one, unless an address is shared. */
  readonly found: readonly UserDetail[];
  /** Others whose address differs in case alone. */
  readonly namesakes: readonly User[];
  /** `undefined` where it could not be read. */
  readonly pool: UserPool | undefined;
  readonly clients: readonly AppClient[];
  /** The newest first; empty where the pool does not record them. */
  readonly events: readonly SignInEvent[];
  /** What the user could sign in with; `undefined` where the pool does not tell. */
  readonly factors: readonly string[] | undefined;
  readonly now: Date;
}

/** A finding without what is added to every one. */
export type Problem = Omit<UserFinding, 'subject' | 'command'> & { readonly command?: string };

/** What a rule looks at: one user, and what surrounds it. */
export interface Case extends UserFacts {
  readonly user: UserDetail;
  readonly directory: Directory;
  /** The user, as a word of a command line. */
  readonly word: string;
}

/** What one rule finds of a user. */
export type Rule = (facts: Case) => Problem[];
