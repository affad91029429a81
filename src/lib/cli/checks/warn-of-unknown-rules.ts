import type { RuleInfo } from '../../checks/finding.js';
import type { Context } from '../../config/context.js';
import { closest, didYouMean } from '../../text/suggestion.js';

/**
 * Warns of each rule that the context accepts findings of, and that no check has: such an entry has no effect.
 *
 * @param rules those of the running check, with those of its baselines
 * @param root the folder of the program
 */
export async function warnOfUnknownRules(
  { name, acceptedFindings = [] }: Pick<Context, 'name' | 'acceptedFindings'>,
  { rules, root, warn }: { rules: readonly RuleInfo[]; root: string; warn: (text: string) => void },
): Promise<void> {
  const known = new Set(rules.map(({ rule }) => rule));
  const others = new Set(acceptedFindings.map(({ rule }) => rule).filter((rule) => !known.has(rule)));
  if (others.size === 0) return;
  // The contexts file is about every check, and each has only its own rules.
  for (const rule of await shippedRules(root)) known.add(rule);
  for (const rule of others) {
    if (known.has(rule)) continue;
    const suggestion = didYouMean(closest(rule, [...known])).trimEnd();
    const explanation =
      suggestion === '' ? 'A rule of a baseline of your own is known only with --baseline FILE.' : suggestion;
    warn(`context ${name} accepts findings of ${rule}, and no check has such a rule. ${explanation}`);
  }
}

/** The IDs of every rule that comes with the program. */
async function shippedRules(root: string): Promise<string[]> {
  const [{ SHIPPED_BASELINES, shippedExpectations }, { CLIENT_RULES }, { POOL_RULE_IDS }, { USER_RULES }] =
    await Promise.all([
      import('../../checks/baselines/load-baselines.js'),
      import('../../checks/clients/client-rules.js'),
      import('../../checks/pools/pool-rule-ids.js'),
      import('../../checks/people/users-findings.js'),
    ]);
  const expectations = await Promise.all(SHIPPED_BASELINES.map((baseline) => shippedExpectations(baseline, root)));
  const rules = [...expectations.flat(), ...CLIENT_RULES, ...USER_RULES].map(({ rule }) => rule);
  return [...rules, ...Object.values(POOL_RULE_IDS).flat()];
}
