/*
 * stale/: who has not used an account for long. This file decides, from signals alone; `trail-signals.ts` finds them in a file
 * of CloudTrail, `signal-reader.ts` in the user pool, and `find-stale.ts` joins both for every user.
 */
import { couldSignIn, type User } from '../model/user.js';

/** In which way users can be stale, and for how many days at least if nothing else is asked for. */
export const CRITERIA = { inactive: 90, unconfirmed: 14, invited: 30 } as const;

export type Criterion = keyof typeof CRITERIA;

/** Something that happened to an account. */
export interface Signal {
  readonly kind: 'created' | 'changed' | 'session' | 'device' | 'event' | 'cloudtrail';
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Whether the user did it, as opposed to somebody of whom that is not known. */
  readonly isByUser: boolean;
}

/** What is known of a user. */
export interface Known {
  readonly criterion: Criterion;
  /** The start of the period in which a user who is stale has done nothing, in milliseconds since 1970. */
  readonly since: number;
  readonly signals: readonly Signal[];
  /** Sentences on what could not be read, in which there may be later signals. */
  readonly unread: readonly string[];
  /** What has a record of everything that a user does in the period; or sentences on why nothing has. */
  readonly record: 'events' | 'cloudtrail' | readonly string[];
}

export type Verdict =
  | { readonly state: 'active' }
  /** `evidence`: what shows that nothing happened since; the status of a user who never signed in, by itself. */
  | { readonly state: 'stale'; readonly evidence: 'status' | 'events' | 'cloudtrail' }
  | { readonly state: 'unknown'; readonly reason: string };

/** In which way a user may be stale; `undefined` for one who is disabled. */
export function criterionOf(user: Pick<User, 'enabled' | 'status'>): Criterion | undefined {
  if (!user.enabled) return undefined;
  if (couldSignIn(user)) return 'inactive';
  return user.status === 'UNCONFIRMED' ? 'unconfirmed' : 'invited';
}

/** The dates of a user as signals. Cognito does not say who made a change. */
export function datesOf({ createdAt, updatedAt }: Pick<User, 'createdAt' | 'updatedAt'>): Signal[] {
  return [
    ...(createdAt === null ? [] : [{ kind: 'created', at: createdAt, isByUser: true } as const]),
    ...(updatedAt === null ? [] : [{ kind: 'changed', at: updatedAt, isByUser: false } as const]),
  ];
}

/** Whether a signal of the user is in the period, so that nothing else needs to be known. */
export function isActive({ signals, since }: Pick<Known, 'signals' | 'since'>): boolean {
  return signals.some((signal) => signal.isByUser && isLater(signal, since));
}

/** Whether a user is stale: no user is who has a signal of any kind in the period. */
export function verdictOf(known: Known): Verdict {
  if (isActive(known)) return { state: 'active' };
  const { criterion, since, signals, unread, record } = known;
  const later = signals.filter((signal) => isLater(signal, since));
  const reasons = [...(later.length === 0 ? [] : [later.some(isChange) ? CHANGED : ATTEMPTED]), ...unread];
  if (reasons.length === 0 && criterion !== 'inactive') return { state: 'stale', evidence: 'status' };
  if (reasons.length === 0 && typeof record === 'string') return { state: 'stale', evidence: record };
  const unknown = reasons.length === 0 && typeof record !== 'string' ? record : reasons;
  return { state: 'unknown', reason: unknown.join('; ') };
}

/** The latest of the signals. */
export function latestSignal(signals: readonly Signal[]): Signal | undefined {
  return signals.reduce<Signal | undefined>(
    (latest, signal) => (latest === undefined || Date.parse(signal.at) > Date.parse(latest.at) ? signal : latest),
    undefined,
  );
}

const CHANGED = 'the user was changed in the period, by themselves or by an administrator';
const ATTEMPTED = 'somebody tried to sign in as the user in the period, without success';

function isChange({ kind }: Signal): boolean {
  return kind === 'changed';
}

/** A time that cannot be read may be later. */
function isLater({ at }: Signal, since: number): boolean {
  return !(Date.parse(at) < since);
}
