import { privilegedRoles } from '../conventions/roles.js';
import type { Conventions } from '../model/conventions.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import { isUnchanged, type Plan } from './change.js';
import { planLines } from './plan-lines.js';

/** What several plans come to, as they are added one by one: it grows with the kinds of things in them, not with them. */
export interface PlanSummary {
  /** Plans that have nothing to do. */
  unchanged: number;
  /** Mails that Cognito would send. */
  mails: number;
  /** Users by the tenant that they are in, and by the one that they would move to. */
  readonly tenants: Map<string, number>;
  readonly moves: Map<string, number>;
  /** Grants by the privileged role that is granted. */
  readonly grants: Map<string, number>;
  /** The first plans as they are shown. */
  readonly shown: string[];
  /** What they do to people, each sentence once. */
  readonly reasons: Set<string>;
  /** Plans that would write, that ask first, and that nothing puts back. */
  readonly all: Named;
  readonly asking: Named;
  readonly irreversible: Named;
}

/** How many, and who the first is. */
export interface Named {
  count: number;
  first: Plan | undefined;
}

/** Plans that are shown whole, and reasons: more than a screen of them nobody reads. */
const SHOWN = 10;

export function emptySummary(): PlanSummary {
  return {
    unchanged: 0,
    mails: 0,
    tenants: new Map(),
    moves: new Map(),
    grants: new Map(),
    shown: [],
    reasons: new Set(),
    all: { count: 0, first: undefined },
    asking: { count: 0, first: undefined },
    irreversible: { count: 0, first: undefined },
  };
}

/**
 * Adds a plan to a summary.
 *
 * @param options.isProtected whether what nothing puts back asks first as well
 */
export function addPlan(
  summary: PlanSummary,
  plan: Plan,
  { conventions, isProtected }: { conventions: Conventions; isProtected: boolean },
): void {
  if (isUnchanged(plan)) {
    summary.unchanged += 1;
    return;
  }
  countIn(summary.all, plan);
  if (plan.sendsMail === true) summary.mails += 1;
  if (summary.shown.length < SHOWN) summary.shown.push(planLines(plan));
  countUp(summary.tenants, plan.target.tenantId ?? 'no tenant');
  for (const field of movedFields(plan.fields)) countField(summary, field, conventions);
  const isFinal = isProtected && plan.irreversible !== undefined;
  if (isFinal) countIn(summary.irreversible, plan);
  if (!isFinal && plan.disruption === undefined) return;
  countIn(summary.asking, plan);
  if (summary.reasons.size < SHOWN) {
    summary.reasons.add(plan.disruption ?? `It cannot be undone. ${plan.irreversible ?? ''}`);
  }
}

function countField(
  summary: PlanSummary,
  { field, before, after }: FieldChange,
  conventions: Conventions,
): void {
  if (field === 'tenantId' && before !== null && typeof after === 'string') countUp(summary.moves, after);
  if (field !== 'roles' || !Array.isArray(after)) return;
  const held = Array.isArray(before) ? before : [];
  const granted = (after as readonly string[]).filter((role) => !held.includes(role));
  for (const role of privilegedRoles(granted, conventions)) countUp(summary.grants, role);
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countIn(named: Named, plan: Plan): void {
  named.first ??= plan;
  named.count += 1;
}

/** What a summary says, line by line. */
export function summaryLines(summary: PlanSummary): string[] {
  const { all, unchanged, mails } = summary;
  const verb = all.first?.operation === 'users.create' ? 'be created' : 'change';
  return [
    `${all.count} will ${verb}${unchanged === 0 ? '' : `, ${unchanged} unchanged`}`,
    ...placeLines(summary),
    ...(mails === 0 ? [] : [`mails that Cognito will send: ${mails}`]),
  ];
}

/** Which tenants and privileged roles are touched, by the number of users. */
export function placeLines({
  tenants,
  moves = new Map(),
  grants,
}: {
  tenants: ReadonlyMap<string, number>;
  moves?: ReadonlyMap<string, number>;
  grants: ReadonlyMap<string, number>;
}): string[] {
  return [
    ...(tenants.size === 0 ? [] : [`in ${countedNames(tenants)}`]),
    ...(moves.size === 0 ? [] : [`moving to ${countedNames(moves)}`]),
    ...(grants.size === 0 ? [] : [`privileged roles granted: ${countedNames(grants)}`]),
  ];
}

/** Names that a line holds. */
const NAMES = 8;

function countedNames(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].sort(([, one], [, other]) => other - one);
  const named = all.slice(0, NAMES).map(([name, count]) => `${name} (${count})`);
  return named.join(', ') + (all.length > NAMES ? ` and ${all.length - NAMES} more` : '');
}
