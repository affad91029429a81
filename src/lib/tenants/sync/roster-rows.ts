import { isProblems, type Row } from '../../input/rows/row.js';
import { ATTRIBUTE, isFederated, storedAttributes, type UserWithAttributes } from '../../model/user.js';
import type { DerivedInput } from '../../runs/operations/row-operation.js';
import { listed } from '../../text/listed.js';
import type { RosterPerson, RosterRules } from './roster.js';
import { workRow } from './work-row.js';

/** A row of the roster, and its user. */
interface Entry {
  readonly line: number;
  readonly person: RosterPerson;
  /** The user of the tenant. */
  user?: UserWithAttributes;
  /** Other native users of the tenant with the address of the row. */
  readonly others: UserWithAttributes[];
  /** A user with the sub of the row in another tenant, whom the plan refuses by name. */
  stranger?: string;
}

/** In a pool that tells upper from lower case: rows with the same address otherwise, and users who match none exactly. */
interface Alike {
  readonly entries: Entry[];
  readonly users: UserWithAttributes[];
}

/** The rows of a roster, found by the sub or the address of their person. */
export class RosterRows {
  readonly #entries: Entry[] = [];
  readonly #bySub = new Map<string, Entry>();
  readonly #byAddress = new Map<string, Entry>();
  /** By the address in lower case; empty in a pool that ignores case. */
  readonly #alike = new Map<string, Alike>();
  readonly #addresses = new Set<string>();
  readonly #unnamed: UserWithAttributes[] = [];

  private constructor(private readonly caseSensitive: boolean) {}

  static async read(rows: DerivedInput['rows'], { read, caseSensitive }: RosterRules): Promise<RosterRows> {
    const roster = new RosterRows(caseSensitive);
    for await (const { row } of rows) {
      const person = read(row);
      if (isProblems(person)) throw new Error(`line ${row.line} was valid when it was checked, and is invalid now`);
      roster.#add({ line: row.line, person, others: [] });
    }
    return roster;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Whether a row has this address, in any case. */
  hasAddress(address: string): boolean {
    return this.#addresses.has(address.toLowerCase());
  }

  /** Matches a user of the tenant with a row. */
  meet(user: UserWithAttributes): void {
    const entry = this.#of(user);
    if (entry === undefined) (this.#alike.get(user.email?.toLowerCase() ?? '')?.users ?? this.#unnamed).push(user);
    else if (entry.user === undefined) entry.user = user;
    // One person may have a native and a federated user with the same address. The roster is about the native one.
    else if (isFederated(user)) this.#unnamed.push(user);
    else if (isFederated(entry.user)) {
      this.#unnamed.push(entry.user);
      entry.user = user;
    } else entry.others.push(user);
  }

  /** Remembers a user of another tenant whom a row names by the sub. An address of another tenant is found by the plan. */
  meetStranger({ sub, username }: UserWithAttributes): void {
    const entry = this.#bySub.get(sub ?? '');
    if (entry !== undefined) entry.stranger = username;
  }

  /** The users of the tenant whom no row can mean, once all of them were met. */
  unnamed(): readonly UserWithAttributes[] {
    const alike = [...this.#alike.values()].filter(({ entries }) => entries.every(({ user }) => user !== undefined));
    return [...this.#unnamed, ...alike.flatMap(({ users }) => users)];
  }

  /**
   * The rows of those for whom there is something to do, or whose row is refused, once all users of the pool were met; and how
   * many of each kind they are.
   */
  work(rules: RosterRules) {
    const rows: Row[] = [];
    const counts = { joiners: 0, movers: 0, returners: 0, unchanged: 0, refused: 0 };
    for (const entry of this.#entries) {
      const { line, person, user } = entry;
      const problem = this.#problem(entry);
      if (problem !== undefined) {
        counts.refused += 1;
        rows.push(workRow({ action: 'refuse', email: person.email ?? '', problem }, line));
      } else if (user !== undefined) {
        if (isFederated(user) || (user.enabled && !differs(user, person, rules))) counts.unchanged += 1;
        else {
          counts[user.enabled ? 'movers' : 'returners'] += 1;
          const changed = withAddressOf(user, person, rules);
          rows.push(workRow({ action: 'update', user: user.username, person: changed }, line));
        }
      } else if (person.sub !== undefined) {
        // No user of the tenant has this sub: the plan reads who has, and refuses the row.
        counts.refused += 1;
        rows.push(workRow({ action: 'update', user: entry.stranger ?? person.sub, person }, line));
      } else {
        counts.joiners += 1;
        rows.push(workRow({ action: 'join', person }, line));
      }
    }
    return { rows, ...counts };
  }

  #add(entry: Entry): void {
    const { sub, email } = entry.person;
    this.#entries.push(entry);
    if (email !== undefined) this.#addresses.add(email.toLowerCase());
    if (sub !== undefined) {
      this.#bySub.set(sub, entry);
      return;
    }
    if (email === undefined) return;
    this.#byAddress.set(this.#fold(email), entry);
    if (!this.caseSensitive) return;
    const alike = this.#alike.get(email.toLowerCase());
    if (alike === undefined) this.#alike.set(email.toLowerCase(), { entries: [entry], users: [] });
    else alike.entries.push(entry);
  }

  #of({ sub, email }: UserWithAttributes): Entry | undefined {
    return this.#bySub.get(sub ?? '') ?? (email === null ? undefined : this.#byAddress.get(this.#fold(email)));
  }

  /** Why it is not clear who the person of a row is. A guess would create a second user for them, or take out the first. */
  #problem({ person: { sub, email = '' }, user, others }: Entry): string | undefined {
    if (user !== undefined) {
      const names = [user, ...others].map(({ username }) => username);
      return others.length === 0 ? undefined : `${names.length} users have the address ${email}: ${listed(names)}`;
    }
    const alike = sub === undefined ? this.#alike.get(email.toLowerCase()) : undefined;
    if (alike === undefined || alike.users.length === 0) return undefined;
    return `${email} differs only in upper and lower case from ${listed(alike.users.map((one) => one.email ?? ''))}`;
  }

  #fold(address: string): string {
    return this.caseSensitive ? address : address.toLowerCase();
  }
}

/** Whether a row would change an attribute of its user. */
function differs(user: UserWithAttributes, person: RosterPerson, rules: RosterRules): boolean {
  const { email, roles, department, givenName, familyName, attributes } = withAddressOf(user, person, rules);
  const stored = storedAttributes(user);
  const wanted: readonly (readonly [string, string | undefined])[] = [
    [ATTRIBUTE.email, email],
    [ATTRIBUTE.roles, roles?.join(',')],
    [ATTRIBUTE.department, department],
    [ATTRIBUTE.givenName, givenName],
    [ATTRIBUTE.familyName, familyName],
    ...attributes.map(({ name, value }) => [name, value] as const),
  ];
  return wanted.some(([name, value]) => value !== undefined && value !== stored[name]);
}

/** The person without an address that is the user's already: by it the pool may not tell upper from lower case. */
function withAddressOf(user: UserWithAttributes, person: RosterPerson, { caseSensitive }: RosterRules): RosterPerson {
  const [now, then] = [user.email ?? '', person.email ?? ''].map((one) => (caseSensitive ? one : one.toLowerCase()));
  return now === then ? { ...person, email: undefined } : person;
}
