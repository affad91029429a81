import { setTimeout as delay } from 'node:timers/promises';

import type { AwsServices } from '../../cognito/services/aws-services.js';
import { AdminError } from '../../errors.js';
import { inspectTable, type SettingId, type TableState } from './inspect-table.js';
import { indexDefinition, resourcePolicy, tableDefinition } from './table-definition.js';

export interface CreateOptions {
  /** Waits before the table is looked at again. Throws if the person interrupts. Default: a second. */
  readonly wait?: () => Promise<void>;
  /** Called before each write, with what is made or set. */
  readonly onStep: (text: string) => void;
}

/** How often a table is looked at until it is active: for five minutes. */
const LOOKS = 300;
/** How often it is looked at until it shows what was written. */
const SETTLING = 30;

/**
 * Makes a table, or completes one that is there, until it is what `inspectTable` wants. What it already has is not
 * written again, so that the same call continues one that was interrupted. What may not be read is not written
 * either.
 *
 * @returns the table as it then is, and which settings were written
 * @throws AdminError SETTING_CONFLICT if there is a table with other keys; TIMEOUT if it does not become active; as a
 *   call to DynamoDB does
 */
export async function createTable(
  services: AwsServices,
  name: string,
  { wait = () => delay(1_000), onStep }: CreateOptions,
): Promise<TableState & { readonly written: ReadonlySet<SettingId> }> {
  const written = new Set<SettingId>();
  let state = await inspectTable(services, name);
  if (isDifferent(state, 'TABLE') && state.table === undefined) {
    onStep(`Creating table ${name}`);
    await services.call('dynamodb:CreateTable', tableDefinition(name));
    written.add('TABLE');
  }
  if (state.settings[0]?.status !== 'unknown') state = await whenActive(services, name, wait);
  if (isDifferent(state, 'KEYS')) throw otherKeys(state, name);
  for (const [setting, write] of Object.entries(WRITES) as [SettingId, Write][]) {
    if (!isDifferent(state, setting) || isOfOthers(state, setting)) continue;
    onStep(`Setting ${setting.toLowerCase().replaceAll('_', ' ')} of table ${name}`);
    await whenAvailable(() => write(services, { name, arn: state.table?.TableArn }), wait);
    written.add(setting);
    state = await whenActive(services, name, wait);
  }
  // DynamoDB may answer for a moment as if a policy was not there yet (API reference, GetResourcePolicy).
  for (let look = 0; look < SETTLING && [...written].some((setting) => isDifferent(state, setting)); look += 1) {
    await wait();
    state = await inspectTable(services, name);
  }
  return { ...state, written };
}

/** A policy that others have made is not replaced: it may allow what they need. */
function isOfOthers({ settings }: TableState, id: SettingId): boolean {
  return id === 'RESOURCE_POLICY' && settings.some(({ setting, found }) => setting === id && found !== 'none');
}

/** Repeats a write until a new table is ready for it: for backups that is later than for items. */
async function whenAvailable(write: () => Promise<unknown>, wait: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return;
    } catch (error) {
      const isEarly =
        error instanceof AdminError &&
        error.cause instanceof Error &&
        error.cause.name === 'ContinuousBackupsUnavailableException';
      if (!isEarly || attempt === LOOKS) throw error;
      await wait();
    }
  }
}

type Write = (services: AwsServices, table: { name: string; arn: string | undefined }) => Promise<unknown>;

const updated =
  (update: object): Write =>
  (services, { name }) =>
    services.call('dynamodb:UpdateTable', { TableName: name, ...update });

/** How each setting is written. An UpdateTable makes one of these changes at a time. */
const WRITES: Readonly<Partial<Record<SettingId, Write>>> = {
  CAPACITY: updated({ BillingMode: 'PAY_PER_REQUEST' }),
  INDEX: updated({
    AttributeDefinitions: tableDefinition('').AttributeDefinitions,
    GlobalSecondaryIndexUpdates: [{ Create: indexDefinition() }],
  }),
  DELETION_PROTECTION: updated({ DeletionProtectionEnabled: true }),
  ENCRYPTION: updated({ SSESpecification: { Enabled: true } }),
  RECOVERY: (services, { name }) =>
    services.call('dynamodb:UpdateContinuousBackups', {
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  RESOURCE_POLICY: (services, { arn }) =>
    services.call('dynamodb:PutResourcePolicy', {
      ResourceArn: arn,
      Policy: JSON.stringify(resourcePolicy(arn)),
      // Else a policy that somebody has made since would be lost.
      ExpectedRevisionId: 'NO_POLICY',
    }),
};

function isDifferent({ settings }: TableState, id: SettingId): boolean {
  return settings.some(({ setting, status }) => setting === id && status === 'differs');
}

/** The table once it is active: until then it takes no other change. */
async function whenActive(services: AwsServices, name: string, wait: () => Promise<void>): Promise<TableState> {
  for (let look = 0; look < LOOKS; look += 1) {
    const described = await services.find('dynamodb:DescribeTable', { TableName: name });
    if (described?.Table?.TableStatus === 'ACTIVE') return inspectTable(services, name);
    await wait();
  }
  throw new AdminError('TIMEOUT', `table ${name} did not become active within 5 minutes`, {
    hint: 'Run the same command again: it continues.',
  });
}

function otherKeys({ settings }: TableState, name: string): AdminError {
  const { found = '', wanted = '' } = settings.find(({ setting }) => setting === 'KEYS') ?? {};
  return new AdminError('SETTING_CONFLICT', `table ${name} has the keys ${found}, not ${wanted}`, {
    hint: 'Keys cannot be changed. Use another name: team.table in the contexts file.',
  });
}
