import { isWrite } from '../cognito/client/is-write.js';
import { INDEX } from '../history/table/table-index.js';
import type { ListView } from '../output/view.js';
import { isNeverCalled, isOptional } from './called-operations.js';
import { COMMAND_OPERATIONS } from './command-operations.js';
import type { CommandName } from './command-name.js';
import { arnOf, type Permission, permissionsFor, type PolicyTarget } from './permission.js';

/** An IAM policy document. Its keys are IAM's. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** A permission, with the commands that need it. The keys are part of the output. */
export interface NeededPermission {
  readonly action: string;
  readonly resources: readonly string[];
  readonly commands: readonly string[];
}

/** Every permission that one of the commands needs, each once, sorted by the action. */
export function neededPermissions(
  commands: readonly CommandName[],
  target: PolicyTarget,
): (Permission & NeededPermission)[] {
  const found = new Map<string, Permission & { commands: Set<string> }>();
  for (const command of commands) {
    for (const permission of commandPermissions(command, target)) {
      const { action } = permission;
      const known = found.get(action) ?? { ...permission, commands: new Set<string>() };
      const resources = [...new Set([...known.resources, ...permission.resources])];
      found.set(action, { ...known, resources });
      known.commands.add(command);
    }
  }
  const sorted = [...found.values()].sort((one, other) => (one.action < other.action ? -1 : 1));
  return sorted.map((permission) => ({ ...permission, commands: [...permission.commands] }));
}

/**
 * The permissions that a command needs. Those of `pool create` are for any pool: the new one has no ID before it is there.
 *
 * @param options.withOptional whether those are included that it needs with certain flags only
 */
export function commandPermissions(
  command: CommandName,
  target: PolicyTarget,
  { withOptional = true }: { withOptional?: boolean } = {},
): Permission[] {
  const place = command === 'pool create' ? { ...target, poolId: '*' } : target;
  const permissions = COMMAND_OPERATIONS[command]
    .filter((operation) => !isNeverCalled(command, operation))
    .filter((operation) => withOptional || !isOptional(command, operation))
    .flatMap((operation) => permissionsFor(operation, place));
  return [...permissions, ...tablePermissions(command, target)];
}

/** Commands that read the history, whether they change something or not. */
const READ_THE_HISTORY = /^(?:history|access) (?!init$)|report$|^users grant$|^doctor$/;

/** Items that are locks, by their partition key: see `lock-item.ts`. Those of the history are never changed. */
const LOCKS = '*#lock#*';

/** What a command does in the table of a team: who records a change reads the end of the history first. */
function tablePermissions(command: CommandName, { table, ...target }: PolicyTarget): Permission[] {
  if (table === undefined) return [];
  const arn = arnOf(target, 'dynamodb', `table/${table}`);
  const isChange = COMMAND_OPERATIONS[command].some((operation) => !operation.includes(':') && isWrite(operation));
  const isWriter = isChange || command === 'history migrate';
  return [
    ...(isWriter ? [{ action: 'dynamodb:PutItem', resources: [arn] }] : []),
    ...(isWriter || READ_THE_HISTORY.test(command)
      ? [{ action: 'dynamodb:Query', resources: [arn, `${arn}/index/${INDEX}`] }]
      : []),
    ...(isChange ? [{ action: 'dynamodb:UpdateItem', resources: [arn], keys: LOCKS }] : []),
  ];
}

/** The policy that allows what is needed and nothing else: a statement for each set of resources. */
export function policyOf(permissions: readonly Permission[]): Policy {
  const statements = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const key = JSON.stringify([permission.resources, permission.passedTo, permission.keys]);
    statements.set(key, [...(statements.get(key) ?? []), permission]);
  }
  return { Version: '2012-10-17', Statement: [...statements.values()].map(statementOf) };
}

function statementOf(permissions: readonly Permission[]): Statement {
  const [{ resources, passedTo, keys } = { resources: [], passedTo: undefined, keys: undefined }] = permissions;
  const [resource = '', ...others] = resources;
  return {
    Effect: 'Allow',
    Action: permissions.map(({ action }) => action),
    Resource: others.length === 0 ? resource : resources,
    ...(passedTo === undefined ? {} : { Condition: { StringEquals: { 'iam:PassedToService': passedTo } } }),
    ...(keys === undefined ? {} : { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } } }),
  };
}

/** Permissions as rows. */
export const permissionList: ListView<NeededPermission> = {
  columns: [
    { key: 'action', header: 'action', value: ({ action }) => action, isWhole: true },
    { key: 'resources', header: 'resources', value: ({ resources }) => resources },
    { key: 'commands', header: 'commands', value: ({ commands }) => commands },
  ],
  tableColumns: ['action', 'commands'],
  id: ({ action }) => action,
  json: ({ action, resources, commands }) => ({ action, resources, commands }),
};
