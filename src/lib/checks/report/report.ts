import { AdminError } from '../../errors.js';
import { counted } from '../../text/counted.js';
import { listed } from '../../text/listed.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import type { AcceptedFinding } from '../../config/context.js';
import type { Finding, RuleInfo } from '../finding.js';
import { isAtLeast, SEVERITIES, type Severity } from '../severity.js';

/** What the formats of a whole report need besides its findings. */
export interface Report {
  /** The command: `pool check`. */
  readonly name: string;
  /** The rules that were checked, whether or not they have findings. */
  readonly rules: readonly RuleInfo[];
  /** Open findings of this severity or a higher one fail the check. */
  readonly limit: Severity;
  /** Those of the rules that were not checked after all. */
  readonly unchecked?: Unchecked | undefined;
}

/** Rules for which there was nothing to check. Without findings, they have not passed. */
export interface Unchecked {
  /** Their IDs. */
  readonly rules: ReadonlySet<string>;
  /** Why, in a sentence without a full stop. */
  readonly reason: string;
}

/** `13 rules were not checked: the user pool has no app client` */
export function uncheckedText({ rules, reason }: Unchecked): string {
  return `${counted(rules.size, 'rule')} ${rules.size === 1 ? 'was' : 'were'} not checked: ${reason}`;
}

/** How many findings there were. Together they are all that were listed. */
export interface Counts {
  readonly open: Readonly<Record<Severity, number>>;
  readonly accepted: number;
  readonly notCheckable: number;
}

/**
 * The rules that `--only` and `--skip` leave.
 *
 * @throws AdminError USAGE if one of them names an unknown rule, or if no rule is left
 */
export function selectedRules<Rule extends RuleInfo>(
  rules: readonly Rule[],
  { only, skip = [] }: { readonly only?: readonly string[] | undefined; readonly skip?: readonly string[] | undefined },
): Rule[] {
  const known = rules.map(({ rule }) => rule);
  const unknown = [...(only ?? []), ...skip].filter((rule) => !known.includes(rule));
  if (unknown.length > 0) {
    throw new AdminError('USAGE', `unknown ${unknown.length === 1 ? 'rule' : 'rules'} ${listed(unknown)}`, {
      hint: `${didYouMean(...unknown.map((rule) => closest(rule, known)))}Rules: ${known.join(', ')}`,
    });
  }
  const left = rules.filter(({ rule }) => (only === undefined || only.includes(rule)) && !skip.includes(rule));
  if (left.length > 0) return left;
  throw new AdminError('USAGE', 'no rule is left to check', { hint: 'Omit --skip, or one of its rules.' });
}

/** Marks the findings that the context's configuration accepts. An expired acceptance is kept, but the finding counts. */
export async function* withAcceptances<F extends Finding>(
  findings: AsyncIterable<F> | Iterable<F>,
  accepted: readonly AcceptedFinding[],
  now: Date,
): AsyncGenerator<F, void, undefined> {
  const today = now.toISOString().slice(0, 10);
  for await (const finding of findings) {
    const matching = accepted.filter(
      ({ rule, subject }) => rule === finding.rule && (subject ?? finding.subject) === finding.subject,
    );
    // If several match, the one that lasts longest.
    const [entry] = matching.sort((one, other) => other.until.localeCompare(one.until));
    if (entry === undefined || finding.status !== 'open') yield finding;
    else {
      const { reason, until } = entry;
      yield { ...finding, status: until >= today ? 'accepted' : 'open', acceptance: { reason, until } };
    }
  }
}

/** Passes findings on and counts them. `failed` says whether one of them fails the check. */
export function counter(limit: Severity): {
  readonly count: <F extends Finding>(findings: AsyncIterable<F>) => AsyncGenerator<F, void, undefined>;
  readonly counts: () => Counts;
  readonly failed: () => boolean;
} {
  const open = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  let [accepted, notCheckable] = [0, 0];
  return {
    async *count(findings) {
      for await (const finding of findings) {
        if (finding.status === 'open') open[finding.severity] += 1;
        else if (finding.status === 'accepted') accepted += 1;
        else notCheckable += 1;
        yield finding;
      }
    },
    counts: () => ({ open, accepted, notCheckable }),
    failed: () => SEVERITIES.some((severity) => open[severity] > 0 && isAtLeast(severity, limit)),
  };
}

/** `3 findings (1 critical, 2 low), 1 accepted, 2 not checkable` */
export function countsText({ open, accepted, notCheckable }: Counts): string {
  const bySeverity = SEVERITIES.toReversed().filter((severity) => open[severity] > 0);
  const total = bySeverity.reduce((sum, severity) => sum + open[severity], 0);
  const split = total === 0 ? '' : ` (${bySeverity.map((severity) => `${open[severity]} ${severity}`).join(', ')})`;
  return (
    counted(total, 'finding') +
    split +
    (accepted === 0 ? '' : `, ${accepted} accepted`) +
    (notCheckable === 0 ? '' : `, ${notCheckable} not checkable`)
  );
}
