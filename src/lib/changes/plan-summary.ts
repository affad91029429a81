import { privilegedGroups, privilegedRoles, withPrivileged } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import type { Conventions } from '../model/conventions.js';
import { type FieldChange, movedFields, movedItems, ROLE_ENDS_AT } from '../model/field-change.js';
import type { Target } from '../model/target.js';
import { type ChangeOperation, isUnchanged, type Plan } from './change.js';
import { counted } from '../text/counted.js';
import { planLines } from './plan-lines.js';

/** What several plans would change in total. Plans are added one by one, and only the first few are kept. */
export interface PlanSummary {
  /** Plans with nothing to change. */
  unchanged: number;
  /** Mails that Cognito would send. */
  mails: number;
  /** Plans that delete something. */
  deletions: number;
  /** Number of users by their tenant, and by the tenant that they would move to. */
  readonly tenants: Map<string, number>;
  readonly moves: Map<string, number>;
  /** Number of grants by privileged role or group, and of accounts that somebody is let into, by what those hold. */
  readonly grants: Map<string, number>;
  readonly letsIn: Map<string, number>;
  /** The first plans as text. */
  readonly shown: string[];
  /** The distinct sentences on their effect on people. */
  readonly reasons: Set<string>;
  /**
   * Plans that would write; those of them that need confirmation; those for which `--yes` is not enough; those for which a
   * second person has to approve, where that is demanded.
   */
  readonly all: PlanCount;
  readonly needsConfirmation: PlanCount;
  readonly critical: PlanCount;
  readonly needsApproval: PlanCount;
  /** What was compared to make the plans, as lines of text. */
  about: readonly string[];
  /** What all of them cost, as lines of text. */
  cost: readonly string[];
}

export interface PlanCount {
  count: number;
  first: Plan | undefined;
}

/** Plans that are shown in full, and reasons: what fits a screen. */
const SHOWN = 10;

export function emptySummary(): PlanSummary {
  return {
    unchanged: 0,
    mails: 0,
    deletions: 0,
    tenants: new Map(),
    moves: new Map(),
    grants: new Map(),
    letsIn: new Map(),
    shown: [],
    reasons: new Set(),
    all: { count: 0, first: undefined },
    needsConfirmation: { count: 0, first: undefined },
    critical: { count: 0, first: undefined },
    needsApproval: { count: 0, first: undefined },
    about: [],
    cost: [],
  };
}

/** A summary of plans, by the rules of the directory that they are for. @throws AdminError as `addPlanFor` does */
export async function summaryOf(directory: Directory, plans: readonly Plan[]): Promise<PlanSummary> {
  const summary = emptySummary();
  for (const plan of plans) await addPlanFor(directory, summary, plan);
  return summary;
}

/** The rules of a directory that a summary goes by. */
type Rules = Pick<Directory, 'approvalRules' | 'context' | 'conventions' | 'once'>;

/**
 * The conventions, with what also counts as privileged by the policy of this machine. It is read once.
 *
 * @throws AdminError those of `Directory.approvalRules`
 */
export function strictConventions(rules: Omit<Rules, 'context'>): Promise<Conventions> {
  return rules.once(newReader)(rules);
}

function newReader(): typeof strictConventions {
  let reading: Promise<Conventions> | undefined;
  const read = async ({ approvalRules, conventions }: Omit<Rules, 'context'>): Promise<Conventions> => {
    const { privileged } = await approvalRules();
    return privileged === undefined ? conventions : withPrivileged(conventions, privileged);
  };
  return (rules) => (reading ??= read(rules));
}

/**
 * Adds a plan to a summary by the rules of a directory. The policy of the machine is read only if the plan gives somebody
 * anything, so that access can be taken away whatever it says.
 *
 * @throws AdminError as `strictConventions` does
 */
export async function addPlanFor(rules: Rules, summary: PlanSummary, plan: Plan): Promise<void> {
  const conventions = givesAnything(plan) ? await strictConventions(rules) : rules.conventions;
  addPlan(summary, plan, { conventions, isProtected: rules.context.protected });
}

/**
 * Adds a plan to a summary.
 *
 * @param options.isProtected whether changes that are irreversible or grant a privileged role are critical
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
  countPlan(summary.all, plan);
  if (plan.sendsMail === true) summary.mails += 1;
  if (isDeletion(plan)) summary.deletions += 1;
  if (summary.shown.length < SHOWN) summary.shown.push(planLines(plan));
  if (plan.target.kind === 'user') countUp(summary.tenants, plan.target.tenantId ?? 'no tenant');
  const moved = movedFields(plan.fields);
  for (const { field, before, after } of moved) {
    if (field === 'tenantId' && before !== null && typeof after === 'string') countUp(summary.moves, after);
  }
  const added = moved.flatMap((field) => privilegedGrants(field, plan.target, conventions));
  const grants = [...added, ...prolonged(plan, conventions)];
  const letsIn = plan.handsOver ?? [];
  for (const role of grants) countUp(summary.grants, role);
  for (const role of letsIn) countUp(summary.letsIn, role);
  const isPrivileged = grants.length > 0 || letsIn.length > 0;
  const isCritical = isProtected && (plan.irreversible !== undefined || isPrivileged);
  if (isCritical) countPlan(summary.critical, plan);
  if (!takesAccess(plan) && (isCritical || isPrivileged || isDeletion(plan))) countPlan(summary.needsApproval, plan);
  if (!isCritical && !isPrivileged && plan.disruption === undefined) return;
  countPlan(summary.needsConfirmation, plan);
  if (summary.reasons.size < SHOWN) summary.reasons.add(plan.disruption ?? reasonOf(plan, grants));
}

/**
 * Keeping somebody out must not wait for a second person, even though some of it cannot be undone. Nor must a reset that only
 * sends the user a code.
 */
function takesAccess({ operation, sendsMail }: Plan): boolean {
  return TAKES_ACCESS.has(operation) || (operation === 'users.reset-password' && sendsMail === true);
}

const TAKES_ACCESS = new Set<ChangeOperation>([
  'users.disable',
  'users.sign-out',
  'users.sessions',
  'users.lockdown',
  'tenant.offboard',
]);

/** Whether a plan gives somebody anything that may be privileged. */
function givesAnything(plan: Plan): boolean {
  const isGiven = (change: FieldChange) => GRANTING.has(change.field) && movedItems(change).added.length > 0;
  return (plan.handsOver ?? []).length > 0 || isProlonged(plan) || plan.fields.some(isGiven);
}

/** The fields that list what somebody holds, or who is in a group. */
const GRANTING = new Set(['roles', 'privilegedRoles', 'groups', 'members']);

function isDeletion({ operation }: Plan): boolean {
  return operation.endsWith('.delete') || operation === 'client.remove-secret';
}

function privilegedGrants(change: FieldChange, { kind, id }: Target, conventions: Conventions): readonly string[] {
  const { field } = change;
  const { added: granted } = movedItems(change);
  if (field === 'roles') return privilegedRoles(granted, conventions);
  // Those of all the users of an import.
  if (field === 'privilegedRoles') return granted;
  // Each user who would be in the group again.
  if (field === 'members' && kind === 'group') return granted.flatMap(() => privilegedGroups([id], conventions));
  return field === 'groups' ? privilegedGroups(granted, conventions) : [];
}

/** A privileged role that a user holds for a time, and would hold for longer: as good as another grant of it. */
function prolonged(plan: Plan, conventions: Conventions): readonly string[] {
  return plan.grant !== undefined && isProlonged(plan) ? privilegedRoles([plan.grant.role], conventions) : [];
}

function isProlonged({ grant, fields }: Plan): boolean {
  const ends = fields.find(({ field }) => field === ROLE_ENDS_AT);
  if (grant === undefined || ends === undefined || ends.before === null || ends.after === null) return false;
  return ends.after > ends.before;
}

function reasonOf({ irreversible, handsOver = [] }: Plan, grants: readonly string[]): string {
  if (irreversible !== undefined) return `It is irreversible. ${irreversible}`;
  if (grants.length > 0) return `It grants ${[...new Set(grants)].join(', ')}.`;
  return `It lets somebody in as a holder of ${handsOver.join(', ')}.`;
}

/** Adds one to the count of a key. */
export function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countPlan(plans: PlanCount, plan: Plan): void {
  plans.first ??= plan;
  plans.count += 1;
}

/** A summary as lines of text. */
export function summaryLines(summary: PlanSummary): string[] {
  const { all, unchanged, mails, about, cost } = summary;
  const verb = ['users.create', 'users.restore'].includes(all.first?.operation ?? '') ? 'be created' : 'change';
  return [
    ...about,
    `${counted(all.count, 'user')} will ${verb}${unchanged === 0 ? '' : `, ${unchanged} unchanged`}`,
    ...placeLines(summary),
    ...(mails === 0 ? [] : [`mails that Cognito will send: ${mails}`]),
    ...cost,
  ];
}

type Counts = ReadonlyMap<string, number>;
type Places = Record<'tenants' | 'grants', Counts> & { moves?: Counts; letsIn?: Counts; deletions?: number };
const NONE: Counts = new Map();

/** The tenants and privileged roles concerned, with the number of users of each, and how much is deleted. */
export function placeLines({ tenants, moves = NONE, grants, letsIn = NONE, deletions = 0 }: Places): string[] {
  return [
    ...(tenants.size === 0 ? [] : [`in ${namesWithCounts(tenants)}`]),
    ...(moves.size === 0 ? [] : [`moving to ${namesWithCounts(moves)}`]),
    ...(grants.size === 0 ? [] : [`privileged roles granted: ${namesWithCounts(grants)}`]),
    ...(letsIn.size === 0 ? [] : [`lets somebody in as a holder of: ${namesWithCounts(letsIn)}`]),
    ...(deletions === 0 ? [] : [`deletions: ${deletions}`]),
  ];
}

/** Most names in a line. */
const NAMES = 8;

function namesWithCounts(counts: Counts): string {
  const all = [...counts].sort(([, one], [, other]) => other - one);
  const named = all.slice(0, NAMES).map(([name, count]) => `${name} (${count})`);
  return named.join(', ') + (all.length > NAMES ? ` and ${all.length - NAMES} more` : '');
}
