import { isUnchanged } from '../changes/change.js';
import { planLines } from '../changes/plan-lines.js';
import { addPlan, emptySummary, placeLines, type PlanSummary } from '../changes/plan-summary.js';
import { DEFAULT_CONVENTIONS } from '../config/default-conventions.js';
import { operatorText } from '../history/record-view.js';
import type { Conventions } from '../model/conventions.js';
import { movedFields } from '../model/field-change.js';
import { visible } from '../output/sanitise.js';
import type { CardField, Column, ListView } from '../output/view.js';
import { counted } from '../text/counted.js';
import { shellWord } from '../text/quoted.js';
import { isExpired } from './assert-applicable.js';
import { changesIn, type PlannedReview, type SavedPlan } from './plan-document.js';
import { costOf, usersChangedBy } from './user-cost.js';
import type { PlanFile } from './read-plan.js';

/** One of the plans of a file, with its number. */
export interface NumberedPlan {
  readonly n: number;
  readonly plan: SavedPlan;
}

/** The plans of a file, numbered from 1. */
export function* numberedPlans({ document }: PlanFile): Generator<NumberedPlan, void, undefined> {
  for (const [index, plan] of document.plans.entries()) yield { n: index + 1, plan };
}

/** What decides which changes need an approval: see `addPlan`. */
export interface PlanRules {
  readonly conventions: Conventions;
  readonly isProtected: boolean;
}

/** The plans of a file in total, and those that need an approval apart from the others. */
export interface PlanSum {
  readonly summary: PlanSummary;
  readonly needing: readonly SavedPlan[];
  readonly others: readonly SavedPlan[];
}

/** The rules where no context is known. */
export function defaultRules({ document: { context } }: PlanFile): PlanRules {
  return { conventions: DEFAULT_CONVENTIONS, isProtected: context.protected };
}

/**
 * Sums up the plans of a file.
 *
 * @param rules those of the reader. What counts as privileged where it was planned is added to them: the file may come from
 *   anybody, so it takes nothing away.
 */
export function sumOf({ document: { plans, privileged } }: PlanFile, { conventions, isProtected }: PlanRules): PlanSum {
  const rules = {
    conventions: {
      ...conventions,
      roles: [...conventions.roles, ...(privileged?.roles ?? []).map((name) => ({ name, privileged: true }))],
      privilegedGroups: [...(conventions.privilegedGroups ?? []), ...(privileged?.groups ?? [])],
    },
    isProtected,
  };
  const summary = emptySummary();
  const [needing, others]: [SavedPlan[], SavedPlan[]] = [[], []];
  for (const plan of plans) {
    const before = summary.needsApproval.count;
    addPlan(summary, { ...plan, doneMessage: '', unchangedMessage: '' }, rules);
    (summary.needsApproval.count === before ? others : needing).push(plan);
  }
  return { summary, needing, others };
}

/** Where the plan came from and where it leads, for people to read. */
export function planFields({ document, digest }: PlanFile, sum: PlanSum): CardField[] {
  const { id, createdAt, expiresAt, createdBy, reason, context, command, cost, plans } = document;
  const unchanged = plans.length - changesIn(document);
  return [
    { section: commandText(command) },
    { label: 'plan', value: id },
    { label: 'planned', value: createdAt, isTime: true },
    { label: 'planned by', value: operatorText(createdBy) },
    { label: 'reason', value: reason },
    { label: isExpired(document) ? 'expired' : 'expires', value: expiresAt, isTime: true },
    { label: 'SHA-256', value: digest },
    { section: 'On' },
    { label: 'context', value: context.protected ? `${context.name} (protected)` : context.name },
    { label: 'user pool', value: context.poolId ?? 'a new one' },
    { label: 'region', value: context.region },
    ...(context.account === null ? [] : [{ label: 'account', value: context.account }]),
    ...(context.endpoint === null ? [] : [{ label: 'endpoint', value: context.endpoint }]),
    ...(context.tenant === null ? [] : [{ label: 'tenant', value: context.tenant }]),
    { section: 'Changes' },
    {
      label: 'number',
      value: `${changesIn(document)}${unchanged === 0 ? '' : `, and ${unchanged} unchanged`}`,
    },
    ...(cost === undefined ? [] : costOf(usersChangedBy(plans), cost)),
    ...(command.review === undefined ? [] : [{ label: 'access review', value: reviewText(command.review) }]),
    ...(command.rows === undefined
      ? []
      : [{ label: 'rows of the file', value: `${command.rows.length}; to see them: -o json` }]),
    ...notices([...sum.needing, ...sum.others]),
  ];
}

function reviewText({ kept: { id, madeAt, reviewer, rows } }: PlannedReview): string {
  return `${id} of ${madeAt}, reviewer ${reviewer ?? 'unknown'}: ${counted(Object.keys(rows).length, 'user')}`;
}

/** The command of a plan as it would be typed. */
function commandText({ name, arguments: words, flags }: PlanFile['document']['command']): string {
  return [name, ...words.map(shellWord), ...flags.map(shellWord)].join(' ');
}

/** What the plans do to people, and what cannot be undone: each sentence once, with how many plans it is about. */
function notices(plans: readonly SavedPlan[]): CardField[] {
  const texts = new Map<string, { label: string; count: number }>();
  for (const { disruption, irreversible } of plans.filter((plan) => !isUnchanged(plan))) {
    for (const [label, text] of [
      ['effect', disruption],
      ['irreversible', irreversible],
    ] as const) {
      if (text !== undefined) texts.set(text, { label, count: (texts.get(text)?.count ?? 0) + 1 });
    }
  }
  const more = texts.size - NOTICES;
  return [
    ...[...texts].slice(0, NOTICES).map(([text, { label, count }]) => ({
      label,
      value: count === 1 ? text : `${text} (${counted(count, 'target')})`,
    })),
    ...(more > 0 ? [{ label: 'more effects', value: `${more}; ${TO_SEE_ALL}` }] : []),
  ];
}

const TO_SEE_ALL = 'to see all: sf-admin show-plan FILE -o ndjson';

/** Most sentences: what fits a screen. */
const NOTICES = 20;

/** Most plans that are shown as text, besides those that need an approval. */
const SHOWN = 1_000;

/** What would be done, field by field: first whatever needs an approval, and at the end all of it in total. */
export function plansText({ needing, others, summary }: PlanSum): string {
  const more = others.length - SHOWN;
  const hasBoth = needing.length > 0 && others.length > 0;
  return [
    ...(hasBoth ? ['These changes need an approval, where approvals are demanded:'] : []),
    ...needing.map(planText),
    ...(hasBoth ? ['These do not:'] : []),
    ...others.slice(0, SHOWN).map(planText),
    ...(more > 0 ? [`and ${more} more; ${TO_SEE_ALL}`] : []),
    '',
    ...sumLines(summary).map((line) => visible(line)),
  ].join('\n');
}

function planText(plan: SavedPlan): string {
  return planLines({ ...onOneLine(plan), doneMessage: '', unchangedMessage: '' });
}

function sumLines(summary: PlanSummary): string[] {
  const { all, unchanged, mails, needsApproval } = summary;
  return [
    `${counted(all.count, 'change')}${unchanged === 0 ? '' : `, ${unchanged} unchanged`}`,
    ...placeLines(summary),
    ...(mails === 0 ? [] : [`mails that Cognito will send: ${mails}`]),
    ...(needsApproval.count === 0
      ? []
      : [`changes that need an approval, where approvals are demanded: ${needsApproval.count}`]),
  ];
}

/** A line feed in a text of the file would look like a line of its own. */
function onOneLine(plan: SavedPlan): SavedPlan {
  const shown = JSON.stringify(plan, (_, value: unknown) => (typeof value === 'string' ? visible(value) : value));
  return JSON.parse(shown) as SavedPlan;
}

const COLUMNS: readonly Column<NumberedPlan>[] = [
  { key: 'n', header: 'n', value: ({ n }) => n },
  { key: 'operation', header: 'operation', value: ({ plan }) => plan.operation },
  { key: 'id', header: 'id', value: ({ plan }) => plan.target.id, isWhole: true },
  { key: 'sub', header: 'sub', value: ({ plan }) => plan.target.sub, isWhole: true },
  { key: 'label', header: 'label', value: ({ plan }) => plan.target.label, isWhole: true },
  { key: 'tenantId', header: 'tenant', value: ({ plan }) => plan.target.tenantId },
  { key: 'fields', header: 'fields', value: ({ plan }) => movedFields(plan.fields).map(({ field }) => field) },
  { key: 'before', header: 'before', value: ({ plan }) => movedFields(plan.fields).map(({ before }) => text(before)) },
  { key: 'after', header: 'after', value: ({ plan }) => movedFields(plan.fields).map(({ after }) => text(after)) },
  { key: 'disruption', header: 'effect', value: ({ plan }) => plan.disruption },
  { key: 'irreversible', header: 'irreversible', value: ({ plan }) => plan.irreversible },
];

function text(value: SavedPlan['fields'][number]['after']): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The plans of a file as rows; as JSON they are beside what the file says of all of them. */
export function planList({ document, digest }: PlanFile) {
  const { plans, cost, ...head } = document;
  const priced = cost && { cost: { ...cost, users: usersChangedBy(plans) } };
  return {
    columns: COLUMNS,
    tableColumns: ['n', 'operation', 'label', 'fields'],
    id: ({ plan }) => plan.target.id,
    json: planJson,
    envelope: { common: { ...head, ...priced, digest, expired: isExpired(document) }, key: 'plans', json: planJson },
  } satisfies ListView<NumberedPlan>;
}

function planJson({ n, plan }: NumberedPlan) {
  return { n, changes: !isUnchanged(plan), ...plan };
}
