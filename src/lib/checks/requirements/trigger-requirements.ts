import type { ServiceOutput } from '../../cognito/services/operations.js';
import { commandLine, type Directory } from '../../directory.js';
import type { Platform } from '../../config/platform.js';
import type { UserPool } from '../../model/user-pool.js';
import { arnOf } from '../../permissions/permission.js';
import { otherAnswer, type Reader, type Reading } from './reading.js';
import { type Demand, met, metIf, notChecked, notMet, type Requirement, type Unread } from './requirement.js';
import { evaluatePolicy } from './resource-policy.js';
import { rolePermission } from './role-permission.js';

/** Seconds that Cognito waits for a trigger (developer guide, "Customizing user pool workflows with Lambda triggers"). */
const TRIGGER_SECONDS = 5;

/** A trigger that the platform needs, and the function that should be attached to it. */
interface NeededTrigger {
  /** The start of the IDs of its requirements. */
  readonly id: string;
  /** As `pool set --trigger` takes it. */
  readonly trigger: string;
  readonly attached: (config: LambdaConfig) => string | undefined;
  readonly expected: (platform: Platform) => string | undefined;
}

type LambdaConfig = NonNullable<UserPool['LambdaConfig']>;

const TRIGGERS: readonly NeededTrigger[] = [
  {
    id: 'PRE_SIGN_UP',
    trigger: 'pre-sign-up',
    attached: ({ PreSignUp }) => PreSignUp,
    expected: ({ preSignUpFunction }) => preSignUpFunction,
  },
  {
    id: 'PRE_TOKEN',
    trigger: 'pre-token-generation',
    attached: ({ PreTokenGenerationConfig, PreTokenGeneration }) =>
      PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration,
    expected: ({ preTokenFunction }) => preTokenFunction,
  },
  {
    id: 'POST_CONFIRMATION',
    trigger: 'post-confirmation',
    attached: ({ PostConfirmation }) => PostConfirmation,
    expected: ({ postConfirmationFunction }) => postConfirmationFunction,
  },
];

/** What is known about a pool's surroundings. */
export interface Surroundings {
  readonly directory: Directory;
  readonly reader: Reader;
  readonly platform: Platform;
  /** The pool, or why it could not be read. */
  readonly pool: Reading<UserPool>;
  /** The pool's account: its own, or that of the context if the pool could not be read. */
  readonly account: string | undefined;
}

/** A function of a trigger: what Lambda says about it, and its ARN; undefined if none is attached or named. */
export interface TriggerFunction {
  readonly arn: string | undefined;
  readonly configuration: Reading<ServiceOutput<'lambda:GetFunctionConfiguration'>>;
}

/** The functions of the triggers that the platform needs, each attached, ready, fast enough, and allowed to be invoked. */
export async function triggerRequirements(
  surroundings: Surroundings,
): Promise<{ requirements: Requirement[]; functions: TriggerFunction[] }> {
  const checked = await Promise.all(TRIGGERS.map((trigger) => checkTrigger(surroundings, trigger)));
  return {
    requirements: checked.flatMap(({ requirements }) => requirements),
    functions: checked.map(({ found }) => found),
  };
}

async function checkTrigger(surroundings: Surroundings, needed: NeededTrigger) {
  const { pool, platform } = surroundings;
  const expected = needed.expected(platform);
  const attached = 'unread' in pool ? undefined : needed.attached(pool.value?.LambdaConfig ?? {});
  const arn =
    expected === undefined || isFunction(surroundings, attached, expected)
      ? attached
      : arnOfFunction(surroundings, expected);
  const found: TriggerFunction = { arn, configuration: await readFunction(surroundings, arn) };
  const requirements = [
    attachment(surroundings, needed, { attached, expected }),
    readiness(needed, found),
    timeout(needed, found),
    await invocation(surroundings, needed, arn),
  ];
  if (needed.id === 'POST_CONFIRMATION') requirements.push(await tableAccess(surroundings, found));
  return { requirements, found };
}

/**
 * Whether an ARN is that of the pool's function of this name, or of one of its versions or aliases. A function of another
 * account may have the name too.
 */
function isFunction(surroundings: Surroundings, arn: string | undefined, name: string): arn is string {
  if (arn === undefined) return false;
  const expected = arnOfFunction(surroundings, name);
  return expected === undefined ? arn.split(':')[6] === name : isSameFunction(arn, expected);
}

function arnOfFunction({ directory, account }: Surroundings, name: string): string | undefined {
  const { region } = directory.endpoint;
  return account === undefined ? undefined : arnOf({ region, account }, 'lambda', `function:${name}`);
}

const NO_FUNCTION: Unread = { reason: 'no function is attached, and the context names none', permission: null };

async function readFunction(
  { reader }: Surroundings,
  arn: string | undefined,
): Promise<TriggerFunction['configuration']> {
  if (arn === undefined) return { unread: NO_FUNCTION };
  const operation = 'lambda:GetFunctionConfiguration';
  const found = await reader.find(operation, { FunctionName: arn });
  if ('unread' in found || found.value === undefined) return found;
  // A version or alias is answered with its own ARN; without one, with the function's.
  return isSameFunction(found.value.FunctionArn, arn) ? found : { unread: otherAnswer(operation) };
}

function isSameFunction(answered: string | undefined, asked: string): boolean {
  return answered?.split(':').slice(0, 7).join(':') === asked.split(':').slice(0, 7).join(':');
}

function attachment(
  surroundings: Surroundings,
  { id, trigger }: NeededTrigger,
  { attached, expected }: { attached: string | undefined; expected: string | undefined },
): Requirement {
  const { pool, directory } = surroundings;
  const demand: Demand = {
    id: `${id}_ATTACHED`,
    requirement: `${expected ?? 'a function'} is attached to the ${trigger} trigger`,
    fix: `Attach it: ${commandLine(directory, `pool set --trigger ${trigger}=ARN`)}`,
  };
  if ('unread' in pool) return notChecked(demand, pool.unread);
  if (attached === undefined) return notMet(demand, 'no function is attached');
  return metIf(
    expected === undefined || isFunction(surroundings, attached, expected),
    demand,
    `${attached} is attached`,
  );
}

function readiness({ id, trigger }: NeededTrigger, { configuration }: TriggerFunction): Requirement {
  const demand: Demand = {
    id: `${id}_DEPLOYED`,
    requirement: `the ${trigger} function is deployed and active`,
    fix: 'Deploy the function again, and see in Lambda why the last update failed.',
  };
  return onConfiguration(demand, configuration, ({ State, LastUpdateStatus }) => {
    if (State === undefined || LastUpdateStatus === undefined) {
      return notChecked(demand, { reason: 'Lambda did not say in which state it is', permission: null });
    }
    const isReady = State === 'Active' && LastUpdateStatus === 'Successful';
    return metIf(isReady, demand, `state ${State}, last update ${LastUpdateStatus}`);
  });
}

function timeout({ id, trigger }: NeededTrigger, { configuration }: TriggerFunction): Requirement {
  const demand: Demand = {
    id: `${id}_TIMEOUT`,
    requirement: `the ${trigger} function ends within ${TRIGGER_SECONDS} seconds`,
    fix: `Set the timeout of the function to ${TRIGGER_SECONDS} seconds or less: Cognito does not wait longer.`,
  };
  return onConfiguration(demand, configuration, ({ Timeout }) =>
    Timeout === undefined || Timeout < 1
      ? notChecked(demand, { reason: 'Lambda did not say how long it may run', permission: null })
      : metIf(Timeout <= TRIGGER_SECONDS, demand, `its timeout is ${Timeout} s`),
  );
}

function onConfiguration(
  demand: Demand,
  configuration: TriggerFunction['configuration'],
  check: (found: ServiceOutput<'lambda:GetFunctionConfiguration'>) => Requirement,
): Requirement {
  if ('unread' in configuration) return notChecked(demand, configuration.unread);
  return configuration.value === undefined ? notMet(demand, 'there is no such function') : check(configuration.value);
}

async function invocation(
  { reader, directory, pool, account }: Surroundings,
  { id, trigger }: NeededTrigger,
  arn: string | undefined,
): Promise<Requirement> {
  const { endpoint } = directory;
  const demand: Demand = {
    id: `${id}_INVOKE`,
    requirement: `the pool may invoke the ${trigger} function`,
    fix:
      'Add a permission to the function: lambda:InvokeFunction for cognito-idp.amazonaws.com, with the ARN of the user ' +
      'pool as its source.',
  };
  if (arn === undefined) return notChecked(demand, NO_FUNCTION);
  const poolArn = 'unread' in pool ? undefined : pool.value?.Arn;
  const source =
    poolArn ?? (account && arnOf({ region: endpoint.region, account }, 'cognito-idp', `userpool/${endpoint.poolId}`));
  if (source === undefined) return notChecked(demand, { reason: 'the ARN of the pool is unknown', permission: null });
  const [name, qualifier] = [arn.split(':').slice(0, 7).join(':'), arn.split(':')[7]];
  const found = await reader.find('lambda:GetPolicy', { FunctionName: name, Qualifier: qualifier });
  if ('unread' in found) return notChecked(demand, found.unread);
  if (found.value === undefined) return notMet(demand, 'the function has no resource policy');
  const request = { service: 'cognito-idp.amazonaws.com', action: 'lambda:InvokeFunction', resource: arn };
  const keys = { 'aws:sourcearn': source, 'aws:sourceaccount': source.split(':')[4] ?? '' };
  const policy = found.value.Policy ?? '';
  const verdict = evaluatePolicy(policy, { ...request, keys });
  if (verdict === 'unclear') {
    return notChecked(demand, {
      reason: 'the resource policy has parts that cannot be evaluated here',
      permission: null,
    });
  }
  if (verdict === 'denied') return notMet(demand, 'the resource policy of the function does not allow it');
  const isForAny = evaluatePolicy(policy, { ...request, keys: OTHER_POOL }) === 'allowed';
  return met(demand, `the resource policy of the function allows it${isForAny ? ', for any other user pool too' : ''}`);
}

/** A pool of another account. */
const OTHER_POOL = {
  'aws:sourcearn': 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Other0000',
  'aws:sourceaccount': '000000000000',
};

async function tableAccess(surroundings: Surroundings, { configuration }: TriggerFunction): Promise<Requirement> {
  const { directory, reader, platform, account } = surroundings;
  const { profileTable } = platform;
  const action = 'dynamodb:PutItem';
  const demand: Demand = {
    id: 'POST_CONFIRMATION_TABLE',
    requirement: `the post-confirmation function may write to the table ${profileTable}`,
    fix: `Allow ${action} on the table ${profileTable} to the role of the function.`,
  };
  if ('unread' in configuration) return notChecked(demand, configuration.unread);
  if (configuration.value === undefined) return notMet(demand, 'there is no such function');
  const { Role: principal } = configuration.value;
  if (principal === undefined || account === undefined) {
    return notChecked(demand, { reason: 'the role of the function is unknown', permission: null });
  }
  const { region } = directory.endpoint;
  const resource = arnOf({ region, account }, 'dynamodb', `table/${profileTable}`);
  return rolePermission(reader, demand, { principal, action, resource });
}
