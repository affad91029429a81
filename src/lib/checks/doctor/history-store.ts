import { awsServices } from '../../cognito/services/aws-services.js';
import { commandLine, type Directory } from '../../directory.js';
import { inspectTable, type TableSetting } from '../../history/set-up/inspect-table.js';
import { ok, problem, type Result, unknown, warning } from './diagnostic.js';

/**
 * Where the history is. The table of a team is read, and its settings are compared with those that `history init`
 * makes.
 *
 * @throws AdminError as reading the table does
 */
export async function historyStore(directory: Directory): Promise<Result> {
  const { table } = directory;
  if (table === undefined) return ok('a file of this machine');
  await table.query({
    KeyConditionExpression: '#pool = :pool',
    ExpressionAttributeNames: { '#pool': 'pool' },
    ExpressionAttributeValues: { ':pool': { S: directory.endpoint.poolId } },
    Limit: 1,
  });
  const services = awsServices(directory);
  if (services === undefined) return unknown(`table ${table.name} can be read; its settings are not those of AWS`);
  const { settings } = await inspectTable(services, table.name);
  const named = (wanted: TableSetting['status']) => settings.filter(({ status }) => status === wanted);
  const [differing, unclear] = [named('differs'), named('unknown')];
  const fix = `To see and set them: ${commandLine(directory, 'history init --check')}`;
  if (differing.length > 0) {
    const text = `table ${table.name}: ${differing.map(settingText).join('; ')}`;
    return differing.some(({ setting }) => setting === 'KEYS') ? problem(text, fix) : warning(text, fix);
  }
  if (unclear.length === 0) return ok(`table ${table.name}`);
  const policy = commandLine(directory, 'iam policy --command doctor');
  return unknown(
    `table ${table.name} can be read, but not its ${unclear.map(nameOf).join(', ')}`,
    `To see the permissions: ${policy}`,
  );
}

function nameOf({ setting }: TableSetting): string {
  return setting.toLowerCase().replaceAll('_', ' ');
}

function settingText(setting: TableSetting): string {
  return `${nameOf(setting)}: ${setting.found}`;
}
