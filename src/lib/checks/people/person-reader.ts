import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { privilegedMembers } from '../../groups/privileged-members.js';
import { couldSignIn, isFederated, type User } from '../../model/user.js';
import type { UserPool } from '../../model/user-pool.js';
import { shellWord } from '../../text/quoted.js';
import { getUser } from '../../users/read/find-user.js';
import { eventsSince, isSignIn, NO_SIGN_INS_RECORDED, recordsSignIns } from '../../users/read/list-events.js';
import { signInFactors } from '../../users/read/sign-in-factors.js';
import { AddressTwins } from './address-twins.js';
import { PASSKEYS_UNREAD, registeredFactors, rolesWithFactor } from './factor-rules.js';
import type { Person } from './user-finding.js';

/** A kind of finding that could not be looked for. */
export interface Gap {
  readonly rule: string;
  /** Of how many users; `undefined` for all of them. */
  readonly users?: number;
  /** Why, and what to do about it. */
  readonly reason: string;
  readonly fix: string;
}

export interface PersonOptions {
  /** The kinds that are looked for. What only others need is not read. */
  readonly kinds: ReadonlySet<string>;
  /** Read whether users signed in within so many days. */
  readonly inactiveDays?: number | undefined;
  /** The time to which ages are counted. */
  readonly now: Date;
}

const ALLOW = 'Run the check with credentials that allow the call, or omit the rule with --skip.';

const DAY_MS = 86_400_000;

/** What is read about a user beyond what ListUsers shows. */
type Read = Pick<Person, 'secondFactors' | 'namesakes' | 'idleDays'>;

const NOTHING: Read = { secondFactors: undefined, namesakes: [] };

/** Reads what the rules look at beyond what ListUsers shows of a user. */
export class PersonReader {
  /** Users who were deleted after they were listed. */
  deleted = 0;
  readonly #gaps = new Map<string, Gap>();
  /** Why calls for a kind of finding are refused. They are not repeated for each user. */
  readonly #refused = new Map<string, string>();
  readonly #twins: AddressTwins | undefined;
  /** The groups that count as privileged roles, by the names of the users in them. */
  #members: ReadonlyMap<string, readonly string[]> = new Map();
  #pool: UserPool | undefined;
  #hasEvents = true;

  constructor(
    private readonly directory: Directory,
    private readonly options: PersonOptions,
  ) {
    const wantsTwins = ['ADDRESS_CASE', 'SHARED_ADDRESS'].some((rule) => options.kinds.has(rule));
    this.#twins = wantsTwins ? new AddressTwins(directory) : undefined;
  }

  /** Reads what concerns all users, before the first one. @throws AdminError CANCELLED; as `privilegedMembers` does */
  async start(): Promise<void> {
    try {
      this.#pool = await this.directory.pool();
    } catch (error) {
      if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
      this.#gaps.set('INVITATION_EXPIRED', { rule: 'INVITATION_EXPIRED', reason: error.message, fix: ALLOW });
    }
    if (this.options.kinds.has('MFA_MISSING')) {
      this.#members = await privilegedMembers(this.directory, (group, { code, message }) => {
        const reason = `who is in the privileged group ${group}: ${message}`;
        const fix = code === 'GROUP_NOT_FOUND' ? 'Correct privilegedGroups in the contexts file.' : ALLOW;
        this.#gaps.set(`MFA_MISSING: ${reason}`, { rule: 'MFA_MISSING', reason, fix });
      });
    }
    if (this.#idleDays !== undefined && this.#pool !== undefined && !recordsSignIns(this.#pool)) this.#noEvents();
  }

  /**
   * Reads about the users of a page of ListUsers, of several at the same time.
   *
   * @returns those who still exist, in the same order; none who moved to a tenant that the caller may not see
   * @throws AdminError as the calls do, unless the caller lacks the permission for one: that is a gap
   */
  async read(page: readonly User[]): Promise<Person[]> {
    const people: (Person | undefined)[] = [];
    const calls: Promise<void>[] = [];
    for (const [index, user] of page.entries()) {
      // Before anything is waited for: the order of the users decides who is the first with an address.
      const twin = this.#twins?.add(user);
      if (isFederated(user) && this.#mayBeInactive(user)) this.#addGap('NOT_SIGNED_IN', FEDERATED_UNRECORDED);
      // Most users need no call, and a promise for each would take longer than the check.
      if (twin === undefined && !this.#needsFactors(user) && !this.#needsEvents(user))
        people[index] = this.#person(user);
      else calls.push(this.#readOne(user, twin).then((person) => void (people[index] = person)));
    }
    await Promise.all(calls);
    return people.filter((person) => person !== undefined);
  }

  #privilegedGroupsOf({ username }: User): readonly string[] {
    return this.#members.get(username) ?? [];
  }

  async #readOne(listed: User, twin: string | undefined): Promise<Person | undefined> {
    try {
      const { user, secondFactors } = await this.#withFactors(listed);
      if (this.directory.tenant !== undefined && user.tenantId !== this.directory.tenant) return undefined;
      const namesakes = twin === undefined ? [] : await this.#namesakes(user, twin);
      return this.#person(user, { secondFactors, namesakes, idleDays: await this.#idle(user) });
    } catch (error) {
      if (!(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') throw error;
      this.deleted += 1;
      return undefined;
    }
  }

  #person(user: User, { secondFactors, namesakes, idleDays }: Read = NOTHING): Person {
    const { conventions } = this.directory;
    const word = shellWord(user.username);
    const [pool, { now }, privilegedGroups] = [this.#pool, this.options, this.#privilegedGroupsOf(user)];
    return { user, word, conventions, pool, privilegedGroups, namesakes, secondFactors, idleDays, now };
  }

  /** What could not be looked for. */
  gaps(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  close(): void {
    this.#twins?.close();
  }

  get #idleDays(): number | undefined {
    return this.options.kinds.has('NOT_SIGNED_IN') ? this.options.inactiveDays : undefined;
  }

  #needsFactors(user: User): boolean {
    if (!this.options.kinds.has('MFA_MISSING')) return false;
    return rolesWithFactor(user, this.directory.conventions, this.#privilegedGroupsOf(user)).length > 0;
  }

  /** The user as AdminGetUser returns one with a privileged role, and the registered factors if they can be read. */
  async #withFactors(listed: User): Promise<Pick<Person, 'user' | 'secondFactors'>> {
    const unread = { user: listed, secondFactors: undefined };
    if (!this.#needsFactors(listed)) return unread;
    const { cognito } = this.directory;
    const user = await this.#orGap('MFA_MISSING', () => getUser(this.directory, listed.username));
    if (user === undefined) return unread;
    const { methods } = user.mfa;
    const known = registeredFactors(methods, undefined, this.#pool);
    if (known !== undefined) return { user, secondFactors: known };
    const secondFactors = registeredFactors(methods, await signInFactors(cognito, user.username), this.#pool);
    if (secondFactors === undefined) this.#addGap('MFA_MISSING', { reason: PASSKEYS_UNREAD, fix: ALLOW });
    return { user, secondFactors };
  }

  async #namesakes(user: User, sub: string): Promise<User[]> {
    const other = await this.#twins?.read(sub);
    return other !== undefined && this.#twins?.isTwin(user, other) === true ? [other] : [];
  }

  #needsEvents(user: User): boolean {
    return !isFederated(user) && this.#mayBeInactive(user);
  }

  /** Whether a user is old enough to be inactive, and could sign in: one who cannot is another finding, or none. */
  #mayBeInactive(user: User): boolean {
    if (this.#idleDays === undefined || !this.#hasEvents || !couldSignIn(user)) return false;
    return user.createdAt === null || Date.parse(user.createdAt) <= this.#since(this.#idleDays);
  }

  /** For how many days there was no sign-in, if that was asked and it is long enough. */
  async #idle(user: User): Promise<number | undefined> {
    const days = this.#idleDays;
    if (days === undefined || !this.#needsEvents(user)) return undefined;
    const call = () => eventsSince(this.directory.cognito, user.username, this.#since(days), isSignIn);
    try {
      const events = await this.#orGap('NOT_SIGNED_IN', call);
      return events !== undefined && events.found === undefined ? days : undefined;
    } catch (error) {
      if (!(error instanceof AdminError) || error.code !== 'UNSUPPORTED_OPERATION') throw error;
      this.#noEvents();
      return undefined;
    }
  }

  /** The time so many days ago, in milliseconds since 1970. */
  #since(days: number): number {
    return this.options.now.getTime() - days * DAY_MS;
  }

  #noEvents(): void {
    this.#hasEvents = false;
    const fix = 'Turn on threat protection in the user pool, or omit --inactive.';
    this.#gaps.set('NOT_SIGNED_IN', { rule: 'NOT_SIGNED_IN', reason: NO_SIGN_INS_RECORDED, fix });
  }

  /** Makes a call for a user. If it is not allowed, what it is for is a gap, and the call is not made again. */
  async #orGap<T>(rule: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      if (!this.#refused.has(rule)) return await call();
    } catch (error) {
      if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
      this.#refused.set(rule, error.message);
    }
    this.#addGap(rule, { reason: this.#refused.get(rule) ?? '', fix: ALLOW });
    return undefined;
  }

  #addGap(rule: string, { reason, fix }: Pick<Gap, 'reason' | 'fix'>): void {
    const key = `${rule}: ${reason}`;
    this.#gaps.set(key, { rule, users: (this.#gaps.get(key)?.users ?? 0) + 1, reason, fix });
  }
}

const FEDERATED_UNRECORDED = {
  reason: 'threat protection may not record the sign-ins of federated users',
  fix: 'Check at the identity provider who signs in, and remove people there.',
};
