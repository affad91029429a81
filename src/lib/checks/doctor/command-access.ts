import { pages } from '../../cognito/client/pages.js';
import { type AwsServices, awsServices } from '../../cognito/services/aws-services.js';
import { platformOf } from '../../config/platform.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { COMMAND_NAMES, type CommandName } from '../../permissions/command-name.js';
import type { Permission, PolicyTarget } from '../../permissions/permission.js';
import { commandPermissions, neededPermissions } from '../../permissions/policy.js';
import { counted } from '../../text/counted.js';
import { ok, type Result, unknown, warning } from './diagnostic.js';

/** Only what a command does in Cognito and the history: the resources of other services are known only when it runs. */
const isKnown = ({ action }: Permission) => /^cognito-idp:|^dynamodb:(?:PutItem|Query|UpdateItem)$/.test(action);

/**
 * Which commands the caller may run, by IAM's simulation of the caller's policies. No command is tried.
 *
 * @throws AdminError as a call to STS does
 */
export async function commandAccess(directory: Directory): Promise<Result> {
  const { context, endpoint, cognito } = directory;
  if (context.kind === 'sandbox') return ok('all: the sandbox asks for no permission');
  const services = awsServices(directory);
  if (services === undefined) return unknown(`${endpoint.url ?? 'the endpoint'} is not AWS`);
  const { callerIdentity } = await import('../../cognito/client/caller-identity.js');
  const { account, arn } = await callerIdentity(endpoint, () => cognito.credentials());
  if (arn.endsWith(':root')) return ok('all: these are the credentials of the root user');
  try {
    const principal = await principalOf(services, arn);
    if (principal === undefined) return unknown(`the policies of ${arn} cannot be simulated`);
    const { region, poolId } = endpoint;
    const target = {
      region,
      poolId,
      account: endpoint.account ?? account,
      platform: platformOf(context),
      table: context.team?.table,
    };
    return summary(directory, target, await decisions(services, principal, target));
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    const policy = commandLine(directory, 'iam policy --command doctor');
    return unknown(error.message, `Allow iam:SimulatePrincipalPolicy and iam:GetRole: ${policy}`);
  }
}

/** The user or role whose policies count. The ARN of a session does not have the path of its role. */
async function principalOf(services: AwsServices, arn: string): Promise<string | undefined> {
  const [kind, name] = (arn.split(':')[5] ?? '').split('/');
  if (kind === 'user') return arn;
  if (kind !== 'assumed-role' || name === undefined) return undefined;
  const role = (await services.find('iam:GetRole', { RoleName: name }))?.Role;
  return role?.RoleName === name ? role.Arn : undefined;
}

/** Whether each action is allowed on each resource, for those of which it is known; by `keyOf`. */
type Decisions = ReadonlyMap<string, boolean>;

const keyOf = (action: string, resource: string) => `${action} ${resource}`;

async function decisions(services: AwsServices, principal: string, target: PolicyTarget): Promise<Decisions> {
  const found = new Map<string, boolean>();
  for (const [resource, ActionNames] of actionsByResource(target)) {
    const page = async (Marker: string | undefined) => {
      const answer = await services.find('iam:SimulatePrincipalPolicy', {
        PolicySourceArn: principal,
        ActionNames,
        ResourceArns: [resource],
        Marker,
      });
      return { items: answer?.EvaluationResults ?? [], nextToken: answer?.Marker };
    };
    for await (const result of pages(page)) {
      const { EvalActionName: action = '', EvalDecision: decision, MissingContextValues: missing = [] } = result;
      const isLimited =
        result.OrganizationsDecisionDetail?.AllowedByOrganizations === false ||
        result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false;
      if (missing.length > 0 || !DECISIONS.includes(decision ?? '')) continue;
      found.set(keyOf(action, resource), decision === 'allowed' && !isLimited);
    }
  }
  return found;
}

/** One resource for each simulation, so that each result is about that one. */
function actionsByResource(target: PolicyTarget): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { action, resources } of neededPermissions(COMMAND_NAMES, target).filter(isKnown)) {
    for (const resource of resources) found.set(resource, [...(found.get(resource) ?? []), action]);
  }
  return found;
}

const DECISIONS = ['allowed', 'explicitDeny', 'implicitDeny'];

function summary(directory: Directory, target: PolicyTarget, found: Decisions): Result {
  const answers = COMMAND_NAMES.map((name) => [name, mayRun(name, target, found)] as const);
  const named = (answer: boolean | undefined) => answers.filter(([, one]) => one === answer).map(([name]) => name);
  const [allowed, refused, unclear] = [named(true), named(false), named(undefined)];
  const may = `${allowed.length} of ${counted(COMMAND_NAMES.length, 'command')}`;
  const parts = [
    may,
    ...(refused.length === 0 ? [] : [`not: ${refused.join(', ')}`]),
    ...(unclear.length === 0 ? [] : [`unknown: ${unclear.join(', ')}`]),
  ];
  const text = parts.join('; ');
  if (refused.length > 0) {
    return warning(text, `To see what they need: ${commandLine(directory, 'iam policy --all -o table')}`);
  }
  return unclear.length > 0 ? unknown(text) : ok(text);
}

function mayRun(name: CommandName, target: PolicyTarget, found: Decisions): boolean | undefined {
  const answers = commandPermissions(name, target, { withOptional: false })
    .filter(isKnown)
    .flatMap(({ action, resources }) => resources.map((resource) => found.get(keyOf(action, resource))));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}
