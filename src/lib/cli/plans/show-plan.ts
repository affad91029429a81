import { renderCard } from '../../output/card.js';
import { writeText } from '../../output/notes.js';
import { writeOut } from '../../output/streams.js';
import { defaultRules, numberedPlans, planFields, planList, plansText, sumOf } from '../../plans/plan-view.js';
import type { PlanFile } from '../../plans/read-plan.js';
import type { Invocation } from '../invocation.js';
import { isSentence, outputOptions, showList } from '../show.js';

/** Writes a plan: for people a card and the plans as a dry run shows them, otherwise the plans as rows. */
export async function showPlan(invocation: Invocation, plan: PlanFile): Promise<void> {
  const { flags, streams } = invocation;
  if (!isSentence(flags) || flags.columns !== undefined) {
    await showList(numberedPlans(plan), planList(plan), invocation);
    return;
  }
  const sum = sumOf(plan, defaultRules(plan));
  await writeOut(streams, `${renderCard(planFields(plan, sum), streams, outputOptions(flags))}\n`);
  await writeText(streams, plansText(sum));
}
