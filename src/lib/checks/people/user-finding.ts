import type { AppClient } from '../../model/app-client.js';
import type { Conventions } from '../../model/conventions.js';
import type { SignInEvent } from '../../model/sign-in-event.js';
import type { User, UserDetail } from '../../model/user.js';
import type { Group, UserPool } from '../../model/user-pool.js';
import type { DescribedProvider } from '../../providers/read-providers.js';
import type { Finding, RuleInfo } from '../finding.js';

/** Something that keeps a user from signing in, or may. The keys are part of the JSON output. */
export interface UserFinding extends Pick<Finding, 'rule' | 'subject' | 'found' | 'fix'> {
  /** Whether it prevents the sign-in by itself. */
  readonly blocks: boolean;
  /** The complete command that fixes it; `null` if the fix is outside the user pool. */
  readonly command: string | null;
}

/** What all findings of a kind have in common. */
export type Kind = Omit<RuleInfo, 'rule'>;

/** The kinds of a family of rules, by the ID that findings name: a constant for scripts. */
export type Kinds = Readonly<Record<string, Kind>>;

/** What was read for a diagnosis. */
export interface UserFacts {
  /** The name that was asked about. */
  readonly asked: string;
  /** The users with this name: one, unless users share an address. */
  readonly found: readonly UserDetail[];
  /** Other users whose address differs only in case. */
  readonly namesakes: readonly User[];
  /** `undefined` if it could not be read. */
  readonly pool: UserPool | undefined;
  /** `undefined` if they could not be read. */
  readonly clients: readonly AppClient[] | undefined;
  /** The newest first; empty if the pool does not record them. */
  readonly events: readonly SignInEvent[];
  /** The configured sign-in factors; `undefined` if they could not be read. */
  readonly factors: readonly string[] | undefined;
  /** The groups that the user is in; empty if they could not be read. */
  readonly groups: readonly Group[];
  /** Those of the user's identities by name: `undefined` for one that does not exist. Empty if they could not be read. */
  readonly providers: ReadonlyMap<string, DescribedProvider | undefined>;
  readonly now: Date;
}

/** What the rules look at that a diagnosis of one user shares with a check of all users. */
export interface Person {
  readonly user: User;
  /** The user's name, quoted for a command line. */
  readonly word: string;
  readonly conventions: Conventions;
  /** `undefined` if it could not be read. */
  readonly pool: UserPool | undefined;
  /** Other users with the same address, in any case. */
  readonly namesakes: readonly User[];
  /** The user's groups that count as privileged roles, as far as they were read. */
  readonly privilegedGroups: readonly string[];
  /** The second factors that the user has registered; `undefined` if they were not read. */
  readonly secondFactors: readonly string[] | undefined;
  /** For how many days at least no sign-in of the user is recorded, if that was asked. */
  readonly idleDays?: number | undefined;
  readonly now: Date;
}

/** What the rules of a diagnosis look at: everything that was read about one user. */
export interface Case extends Person, Omit<UserFacts, 'namesakes' | 'pool' | 'now'> {
  readonly user: UserDetail;
}

/** What a rule reports: a finding without its subject, and the command without the program's name and flags. */
export type Problem = Omit<UserFinding, 'subject' | 'command'> & {
  readonly command?: string;
  /** The same fix as columns of a row for `users set-attributes --from`. */
  readonly set?: {
    readonly newEmail?: string;
    readonly removeRoles?: readonly string[];
    readonly department?: null;
  };
};

/** Reports what is wrong with a user; `undefined` or nothing if the rule holds. */
export type Rule<Facts extends Person = Case> = (facts: Facts) => Problem | readonly Problem[] | undefined;
