import type { TableDescription } from '@aws-sdk/client-dynamodb';

import type { AwsServices } from '../../cognito/services/aws-services.js';
import { AdminError } from '../../errors.js';
import { INDEX } from '../table/table-index.js';
import { DENIED, indexDefinition, KEYS, tableDefinition } from './table-definition.js';

/** The settings that are looked at, in the order in which they are shown. The keys are part of the JSON output. */
export type SettingId =
  'TABLE' | 'KEYS' | 'INDEX' | 'CAPACITY' | 'DELETION_PROTECTION' | 'RECOVERY' | 'ENCRYPTION' | 'RESOURCE_POLICY';

/** One setting of a table, compared with what it has to be. The keys are part of the JSON output. */
export interface TableSetting {
  readonly setting: SettingId;
  /** `unknown`: not allowed to read it, or the endpoint does not know it. */
  readonly status: 'ok' | 'differs' | 'unknown';
  readonly found: string;
  readonly wanted: string;
}

/** A table as it is. */
export interface TableState {
  readonly settings: readonly TableSetting[];
  /** `undefined` if there is no table, or it may not be looked at. */
  readonly table: TableDescription | undefined;
  /** Why the table may not be looked at: ACCESS_DENIED or UNSUPPORTED_OPERATION. */
  readonly refused?: AdminError;
}

const WANTED: Readonly<Record<SettingId, string>> = {
  TABLE: 'a table that is active',
  KEYS: keyText(tableDefinition('')),
  INDEX: `index ${INDEX}: ${keyText({ ...tableDefinition(''), ...indexDefinition() })}`,
  CAPACITY: 'on demand',
  DELETION_PROTECTION: 'on',
  RECOVERY: 'point-in-time recovery',
  ENCRYPTION: 'a KMS key of the account',
  RESOURCE_POLICY: `denies everybody ${DENIED.map((action) => action.replace('dynamodb:', '')).join(', ')}`,
};

/**
 * Compares a table with what `tableDefinition` and `resourcePolicy` say. What may not be read is `unknown`.
 *
 * @param services those of the account and region of the table
 * @throws AdminError as a call to DynamoDB does, but for ACCESS_DENIED and UNSUPPORTED_OPERATION
 */
export async function inspectTable(services: Pick<AwsServices, 'find'>, name: string): Promise<TableState> {
  const described = await orUnknown(services.find('dynamodb:DescribeTable', { TableName: name }));
  const table = described instanceof AdminError ? undefined : described?.Table;
  if (table === undefined) {
    const status = described instanceof AdminError ? 'unknown' : 'differs';
    const found = described instanceof AdminError ? described.message : `there is no table ${name}`;
    const settings = IDS.map((setting) => ({ setting, status, found, wanted: WANTED[setting] }) as const);
    return described instanceof AdminError ? { table, settings, refused: described } : { table, settings };
  }
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === INDEX);
  const found: Record<SettingId, string | AdminError> = {
    TABLE: table.TableStatus === 'ACTIVE' ? WANTED.TABLE : `status ${table.TableStatus ?? '(none)'}`,
    KEYS: keyText(table),
    INDEX:
      index === undefined
        ? 'no such index'
        : `index ${INDEX}: ${keyText({ ...index, AttributeDefinitions: table.AttributeDefinitions })}`,
    CAPACITY:
      table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST'
        ? WANTED.CAPACITY
        : `${table.ProvisionedThroughput?.WriteCapacityUnits ?? 0} writes a second`,
    DELETION_PROTECTION: table.DeletionProtectionEnabled === true ? WANTED.DELETION_PROTECTION : 'off',
    RECOVERY: await recovery(services, name),
    ENCRYPTION: ['ENABLED', 'ENABLING', 'UPDATING'].includes(table.SSEDescription?.Status ?? '')
      ? WANTED.ENCRYPTION
      : 'a key that AWS owns',
    RESOURCE_POLICY: await policyText(services, table.TableArn),
  };
  const settings = IDS.map((setting): TableSetting => {
    const [text, wanted] = [found[setting], WANTED[setting]];
    if (text instanceof AdminError) return { setting, status: 'unknown', found: text.message, wanted };
    return { setting, status: text === wanted ? 'ok' : 'differs', found: text, wanted };
  });
  return { table, settings };
}

const IDS = Object.keys(WANTED) as SettingId[];

async function recovery(services: Pick<AwsServices, 'find'>, name: string): Promise<string | AdminError> {
  const answer = await orUnknown(services.find('dynamodb:DescribeContinuousBackups', { TableName: name }));
  if (answer instanceof AdminError) return answer;
  const { PointInTimeRecoveryStatus: status } =
    answer?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  return status === 'ENABLED' ? WANTED.RECOVERY : 'off';
}

async function policyText(services: Pick<AwsServices, 'find'>, arn: string | undefined): Promise<string | AdminError> {
  const answer = await orUnknown(services.find('dynamodb:GetResourcePolicy', { ResourceArn: arn }));
  if (answer instanceof AdminError) return answer;
  if (answer?.Policy === undefined) return 'none';
  const denied = deniedBy(answer.Policy);
  const missing = DENIED.filter((action) => !denied.some((pattern) => matches(pattern, action)));
  if (missing.length === 0) return WANTED.RESOURCE_POLICY;
  return `does not deny ${missing.map((action) => action.replace('dynamodb:', '')).join(', ')}`;
}

/** An action that a policy denies everybody, whatever the circumstances; may have wildcards. */
function deniedBy(policy: string): string[] {
  interface Statement {
    readonly Effect?: unknown;
    readonly Principal?: unknown;
    readonly Action?: unknown;
    readonly Condition?: unknown;
  }
  const { Statement: statements } = JSON.parse(policy) as { Statement?: Statement | readonly Statement[] };
  const isForAll = (principal: unknown) =>
    principal === '*' ||
    (typeof principal === 'object' && listOf((principal as { AWS?: unknown } | null)?.AWS)[0] === '*');
  return (listOf(statements) as Statement[])
    .filter((one) => one.Effect === 'Deny' && one.Condition === undefined && isForAll(one.Principal))
    .flatMap(({ Action }) => listOf(Action).map(String));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
}

/** Whether a pattern of IAM covers an action: `*` stands for any text. Case does not count. */
function matches(pattern: string, action: string): boolean {
  const [one, other] = [pattern.toLowerCase(), action.toLowerCase()];
  return one.endsWith('*') ? other.startsWith(one.slice(0, -1)) : one === other;
}

function keyText({ KeySchema = [], AttributeDefinitions = [] }: Keyed): string {
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ??
    (name !== undefined && name in KEYS ? '?' : '');
  return KeySchema.map(({ AttributeName: name }) => `${name ?? ''} (${typeOf(name)})`).join(', ');
}

type Keyed = {
  readonly [Key in 'KeySchema' | 'AttributeDefinitions']?: TableDescription[Key] | undefined;
};

/** The answer, or the error that says that it cannot be had here. */
async function orUnknown<Answer>(answer: Promise<Answer>): Promise<Answer | AdminError> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AdminError && ['ACCESS_DENIED', 'UNSUPPORTED_OPERATION'].includes(error.code)) return error;
    throw error;
  }
}
