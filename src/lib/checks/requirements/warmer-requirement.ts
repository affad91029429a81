import type { ServiceOutput } from '../../cognito/services/operations.js';
import { listed } from '../../text/listed.js';
import { otherAnswer, type Reading } from './reading.js';
import { type Demand, met, notChecked, notMet, type Requirement, type Unread } from './requirement.js';
import type { Surroundings, TriggerFunction } from './trigger-requirements.js';

/**
 * Whether the functions of the triggers are kept warm: by an EventBridge rule that runs often enough, or by provisioned
 * concurrency of each of them. A cold start can take longer than Cognito waits.
 */
export async function warmerRequirement(
  surroundings: Surroundings,
  functions: readonly TriggerFunction[],
): Promise<Requirement> {
  const { warmerRule, warmerMinutes } = surroundings.platform;
  const demand: Demand = {
    id: 'FUNCTIONS_WARM',
    requirement: `the functions are kept warm by ${warmerRule}, every ${warmerMinutes} minutes`,
    fix:
      `Enable a rule ${warmerRule} of EventBridge with rate(${warmerMinutes} minutes) and a target, or give the functions ` +
      'provisioned concurrency.',
  };
  const byRule = await ruleState(surroundings);
  if (byRule.state === 'works') return met(demand, byRule.found);
  const byConcurrency = await concurrencyState(surroundings, functions);
  if (byConcurrency.state === 'works') return met(demand, byConcurrency.found);
  for (const { state } of [byRule, byConcurrency]) if (typeof state !== 'string') return notChecked(demand, state);
  return notMet(demand, `${byRule.found}, and ${byConcurrency.found}`);
}

/** Whether one way to keep functions warm works, or why that is not known. */
interface Way {
  readonly state: 'works' | 'fails' | Unread;
  readonly found: string;
}

const works = (found: string): Way => ({ state: 'works', found });
const fails = (found: string): Way => ({ state: 'fails', found });
const unknown = (state: Unread): Way => ({ state, found: state.reason });

async function ruleState({ reader, platform }: Surroundings): Promise<Way> {
  const { warmerRule: start, warmerMinutes } = platform;
  const rule = await findRule({ reader }, start);
  if ('unread' in rule) return unknown(rule.unread);
  if (rule.value === undefined) return fails(`there is no rule ${start}`);
  const { Name: name = '', State, ScheduleExpression: schedule } = rule.value;
  if (State !== 'ENABLED' && State !== 'DISABLED') return unknown(otherAnswer('events:DescribeRule'));
  if (State === 'DISABLED') return fails(`rule ${name} is disabled`);
  if (schedule === undefined) return fails(`rule ${name} has no schedule`);
  const minutes = minutesOf(schedule);
  if (minutes === undefined) {
    return unknown({ reason: `how often ${schedule} of rule ${name} runs is not known`, permission: null });
  }
  if (minutes > warmerMinutes) return fails(`rule ${name} runs every ${minutes} minutes`);
  const targets = await reader.find('events:ListTargetsByRule', { Rule: name });
  if ('unread' in targets) return unknown(targets.unread);
  const { length } = targets.value?.Targets ?? [];
  if (length === 0) return fails(`rule ${name} has no target`);
  return works(`rule ${name} runs with ${schedule}; what its targets keep warm cannot be seen from here`);
}

interface Rule {
  readonly Name?: string | undefined;
  readonly State?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
}

/** The rule of this name, or else the only one whose name starts so: tools that deploy add to names. */
async function findRule({ reader }: Pick<Surroundings, 'reader'>, start: string): Promise<Reading<Rule>> {
  const operation = 'events:DescribeRule';
  const named = await reader.find(operation, { Name: start });
  if ('unread' in named) return named;
  if (named.value !== undefined) return named.value.Name === start ? named : { unread: otherAnswer(operation) };
  const listing = await reader.find('events:ListRules', { NamePrefix: start });
  if ('unread' in listing) return listing;
  const rules = (listing.value?.Rules ?? []).filter(({ Name }) => Name?.startsWith(start));
  const isWhole = listing.value?.NextToken === undefined;
  if (rules.length < 2 && isWhole) return { value: rules[0] };
  const names = `${listed(rules.map(({ Name }) => Name ?? ''))}${isWhole ? '' : ', and more'}`;
  return { unread: { reason: `several rules start with ${start}: ${names}`, permission: null } };
}

/** Minutes between two events of a schedule, if it is of a form that keeps functions warm. */
function minutesOf(schedule: string): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (count !== undefined) return Number(count) * (MINUTES[unit] ?? 1);
  const [, step] = /^cron\((?:\*|0)\/(\d+) \* (?:\* \* \?|\? \* \*) \*\)$/.exec(schedule) ?? [];
  return step === undefined ? undefined : Number(step);
}

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

type Concurrency = ServiceOutput<'lambda:ListProvisionedConcurrencyConfigs'>;

async function concurrencyState({ reader }: Surroundings, functions: readonly TriggerFunction[]): Promise<Way> {
  const arns = functions.flatMap(({ arn }) => arn ?? []);
  if (arns.length < functions.length) return fails('not every trigger has a function');
  for (const arn of arns) {
    const name = arn.split(':').slice(0, 7).join(':');
    const found = await reader.find('lambda:ListProvisionedConcurrencyConfigs', { FunctionName: name });
    if ('unread' in found) return unknown(found.unread);
    if (isProvisioned(found.value, arn)) continue;
    if (found.value?.NextMarker !== undefined) {
      return unknown({ reason: `${name} has more versions with concurrency than one page`, permission: null });
    }
    return fails(`${arn} has no provisioned concurrency`);
  }
  return works('each function has provisioned concurrency');
}

/** Only the version or alias that the trigger names counts. */
function isProvisioned(found: Concurrency | undefined, arn: string): boolean {
  return (found?.ProvisionedConcurrencyConfigs ?? []).some(
    ({ FunctionArn, Status, AvailableProvisionedConcurrentExecutions: available = 0 }) =>
      FunctionArn === arn && Status === 'READY' && available > 0,
  );
}
