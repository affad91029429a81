import { invitationRule } from '../../checks/people/account-rules.js';
import { rolesWithFactor } from '../../checks/people/factor-rules.js';
import type { Person } from '../../checks/people/user-finding.js';
import { orderRoles, privilegedRoles } from '../../conventions/roles.js';
import type { Conventions } from '../../model/conventions.js';
import { type Breakdown, Tally } from '../tally.js';
import { monthlyBreakdown } from './months.js';

/** The users of a pool, or of a tenant, in numbers. The keys are part of the JSON output. */
export interface UserNumbers {
  readonly total: number;
  readonly enabled: number;
  readonly disabled: number;
  readonly byTenant: Breakdown;
  readonly byStatus: Breakdown;
  /** By all roles that a user has, as one text: a user with two roles is counted once. */
  readonly byRoles: Breakdown;
  /** One entry for each privileged role, in the conventions' order, and each privileged group, then one for users with any. */
  readonly secondFactors: readonly FactorCoverage[];
  /** Users who have not accepted their invitation. */
  readonly invitations: Invitations;
  /** By the month of the creation, oldest first; `none` without a date, `others` before the first month. */
  readonly byMonth: Breakdown;
}

/** Whether the users with a privileged role have a second factor. The parts add up to `users`. */
export interface FactorCoverage {
  /** A role or a group; `null`: any of them. */
  readonly role: string | null;
  readonly users: number;
  readonly withFactor: number;
  readonly withoutFactor: number;
  /** Their identity provider is responsible. */
  readonly federated: number;
  /** Could not be read. */
  readonly notRead: number;
}

/** The parts add up to `total`. */
export interface Invitations {
  readonly total: number;
  readonly pending: number;
  readonly mayHaveExpired: number;
  readonly expired: number;
  /** How long temporary passwords are valid could not be read. */
  readonly notRead: number;
}

/** The most tenants, and sets of roles, that are counted each by itself. */
const MAX_TENANTS = 1_000;
const MAX_ROLE_SETS = 100;
const MAX_STATUSES = 50;
const MAX_MONTHS = 1_200;

type FactorState = 'withFactor' | 'withoutFactor' | 'federated' | 'notRead';

/** Counts users as they are read, in constant memory. */
export class UserCounter {
  readonly #counts = { total: 0, enabled: 0 };
  readonly #tenants = new Tally(MAX_TENANTS);
  readonly #statuses = new Tally(MAX_STATUSES);
  readonly #roles = new Tally(MAX_ROLE_SETS);
  readonly #months = new Tally(MAX_MONTHS);
  readonly #invitations = { pending: 0, mayHaveExpired: 0, expired: 0, notRead: 0 };
  readonly #factors: ReadonlyMap<string | null, Record<FactorState, number>>;

  constructor(
    private readonly conventions: Conventions,
    private readonly now: Date,
  ) {
    const roles = conventions.roles.filter(({ privileged }) => privileged).map(({ name }) => name);
    this.#factors = new Map(
      [...roles, ...(conventions.privilegedGroups ?? []), null].map((role) => [
        role,
        { withFactor: 0, withoutFactor: 0, federated: 0, notRead: 0 },
      ]),
    );
  }

  add(person: Person): void {
    const { user } = person;
    this.#counts.total += 1;
    if (user.enabled) this.#counts.enabled += 1;
    this.#tenants.add(user.tenantId);
    this.#statuses.add(user.status);
    this.#roles.add(orderRoles(user.roles, this.conventions).join(', ') || null);
    this.#months.add(user.createdAt?.slice(0, 7) ?? null);
    this.#addInvitation(person);
    this.#addFactor(person);
  }

  numbers(): UserNumbers {
    const { total, enabled } = this.#counts;
    const invitations = this.#invitations;
    return {
      total,
      enabled,
      disabled: total - enabled,
      byTenant: this.#tenants.breakdown(),
      byStatus: this.#statuses.breakdown(),
      byRoles: this.#roles.breakdown(),
      secondFactors: Array.from(this.#factors, ([role, states]) => ({ role, users: sum(states), ...states })),
      invitations: { total: sum(invitations), ...invitations },
      byMonth: monthlyBreakdown(this.#months.breakdown(), this.now),
    };
  }

  #addInvitation(person: Person): void {
    if (person.user.status !== 'FORCE_CHANGE_PASSWORD') return;
    const problem = invitationRule(person);
    const rule = problem === undefined ? undefined : [problem].flat()[0]?.rule;
    this.#invitations[INVITATION_STATES[rule ?? ''] ?? 'notRead'] += 1;
  }

  #addFactor(person: Person): void {
    const privileged = new Set([...privilegedRoles(person.user.roles, this.conventions), ...person.privilegedGroups]);
    if (privileged.size === 0) return;
    const state = factorState(person);
    for (const role of [...privileged, null]) {
      const states = this.#factors.get(role);
      if (states !== undefined) states[state] += 1;
    }
  }
}

/** By the rule that the check of users finds. */
const INVITATION_STATES: Readonly<Record<string, Exclude<keyof Invitations, 'total'>>> = {
  INVITATION_OPEN: 'pending',
  INVITATION_MAY_HAVE_EXPIRED: 'mayHaveExpired',
  INVITATION_EXPIRED: 'expired',
};

function factorState({ user, conventions, privilegedGroups, secondFactors }: Person): FactorState {
  if (rolesWithFactor(user, conventions, privilegedGroups).length === 0) return 'federated';
  if (secondFactors === undefined) return 'notRead';
  return secondFactors.length > 0 ? 'withFactor' : 'withoutFactor';
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((total, count) => total + count, 0);
}
