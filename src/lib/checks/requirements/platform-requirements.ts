import { senderIdentities } from '../../config/platform.js';
import { issuerHost } from '../../text/aws-hosts.js';
import { listed } from '../../text/listed.js';
import { arnOf, roleArn } from '../../permissions/permission.js';
import { otherAnswer } from './reading.js';
import { type Demand, met, metIf, notChecked, notMet, type Requirement, type Unread } from './requirement.js';
import { rolePermission } from './role-permission.js';
import type { Surroundings } from './trigger-requirements.js';

/** What the platform needs beside the pool: a sender, an authorizer, a secret, and a topic for security events. */
export async function platformRequirements(surroundings: Surroundings): Promise<Requirement[]> {
  const checks = [sender, authorizer, clientSecret, securityTopic];
  return (await Promise.all(checks.map((check) => check(surroundings)))).flat();
}

const NO_ACCOUNT: Unread = { reason: 'the account of the pool is unknown', permission: null };

async function sender({ reader, platform, directory }: Surroundings): Promise<Requirement[]> {
  const { sender: address } = platform;
  const demand: Demand = {
    id: 'SENDER_VERIFIED',
    requirement: `SES in ${directory.endpoint.region} may send from ${address}`,
    fix: `Verify ${address}, or its domain, in SES in ${directory.endpoint.region}.`,
  };
  const unread: Unread[] = [];
  for (const EmailIdentity of senderIdentities(address)) {
    const found = await reader.find('ses:GetEmailIdentity', { EmailIdentity });
    if ('unread' in found) unread.push(found.unread);
    else if (found.value?.VerifiedForSendingStatus === true) return [met(demand, `${EmailIdentity} is verified`)];
  }
  // One that could not be read may be verified.
  const [first] = unread;
  return [
    first === undefined ? notMet(demand, 'neither the address nor its domain is verified') : notChecked(demand, first),
  ];
}

/** An authorizer of either kind of API. */
interface FoundAuthorizer {
  readonly name: string | undefined;
  readonly type: string | undefined;
  /** The user pools whose tokens it accepts: their ARNs or issuers. */
  readonly pools: readonly (string | undefined)[];
}

/** Kinds of authorizers that name the pools, and those that are functions. */
const OF_POOLS = ['COGNITO_USER_POOLS', 'JWT'];
const FUNCTIONS = ['TOKEN', 'REQUEST'];

async function authorizer(surroundings: Surroundings): Promise<Requirement[]> {
  const { platform, directory, pool } = surroundings;
  const { apiId, authorizer: name } = platform;
  const { region, poolId } = directory.endpoint;
  const demand: Demand = {
    id: 'API_AUTHORIZER',
    requirement: `authorizer ${name} is attached to API ${apiId}`,
    fix: `Give API ${apiId} an authorizer ${name} for this user pool.`,
  };
  const all = await authorizers(surroundings);
  if (!Array.isArray(all)) return [notChecked(demand, all)];
  if (all.length === 0) return [notMet(demand, 'there is no such API, or it has no authorizers')];
  const found = all.find((one) => one.name === name);
  if (found === undefined) {
    return [notMet(demand, `its authorizers are: ${listed(all.map((one) => one.name ?? 'one without a name'))}`)];
  }
  const { type = '', pools } = found;
  if (FUNCTIONS.includes(type))
    return [met(demand, 'it is a function; which tokens it accepts cannot be seen from here')];
  if (!OF_POOLS.includes(type)) return [notChecked(demand, otherAnswer('GetAuthorizers'))];
  // The issuer that the tokens name depends on a setting of the pool.
  if (type === 'JWT' && 'unread' in pool) return [notChecked(demand, pool.unread)];
  const issuer = 'unread' in pool ? undefined : pool.value?.IssuerConfiguration?.Type;
  const ours = [poolArnOf(surroundings), `https://${issuerHost(region, issuer)}/${poolId}`];
  const isOurs = pools.some((one) => one !== undefined && ours.includes(one));
  return [metIf(isOurs, demand, isOurs ? 'it accepts the tokens of this pool' : 'it is for another user pool')];
}

/** The authorizers of the API, which is of the REST kind or else of the HTTP kind. */
async function authorizers(surroundings: Surroundings): Promise<FoundAuthorizer[] | Unread> {
  const { reader, platform } = surroundings;
  const rest = await reader.find('apigateway:GetAuthorizers', { restApiId: platform.apiId, limit: MOST });
  if ('unread' in rest) return rest.unread;
  if (rest.value !== undefined) {
    if (rest.value.position !== undefined) return MORE_AUTHORIZERS;
    return (rest.value.items ?? []).map(({ name, type, providerARNs: pools = [] }) => ({ name, type, pools }));
  }
  const http = await reader.find('apigatewayv2:GetAuthorizers', { ApiId: platform.apiId, MaxResults: String(MOST) });
  if ('unread' in http) return http.unread;
  if (http.value?.NextToken !== undefined) return MORE_AUTHORIZERS;
  return (http.value?.Items ?? []).map(({ Name: name, AuthorizerType: type, JwtConfiguration }) => ({
    name,
    type,
    pools: [JwtConfiguration?.Issuer],
  }));
}

/** An API has ten authorizers at most, so one page holds them ("Quotas" of API Gateway). */
const MOST = 500;
const MORE_AUTHORIZERS: Unread = { reason: 'the API has more authorizers than one page', permission: null };

function poolArnOf({ directory, account }: Surroundings): string | undefined {
  const { region, poolId } = directory.endpoint;
  return account === undefined ? undefined : arnOf({ region, account }, 'cognito-idp', `userpool/${poolId}`);
}

async function clientSecret(surroundings: Surroundings): Promise<Requirement[]> {
  const { reader, platform, directory, account } = surroundings;
  const { clientSecret: SecretId, clientSecretRole: role } = platform;
  const present: Demand = {
    id: 'CLIENT_SECRET',
    requirement: `Secrets Manager has the secret ${SecretId}`,
    fix: `Create the secret ${SecretId} with the secret of the app client, or restore it.`,
  };
  const readable: Demand = {
    id: 'CLIENT_SECRET_READABLE',
    requirement: `role ${role} may read the secret ${SecretId}`,
    fix: `Allow secretsmanager:GetSecretValue on the secret to role ${role}.`,
  };
  const operation = 'secretsmanager:DescribeSecret';
  const found = await reader.find(operation, { SecretId });
  if ('unread' in found) return [notChecked(present, found.unread), notChecked(readable, found.unread)];
  if (found.value === undefined)
    return [notMet(present, 'there is no such secret'), notMet(readable, 'there is no such secret')];
  const { ARN: resource, Name, DeletedDate, KmsKeyId, VersionIdsToStages = {} } = found.value;
  if (resource === undefined || Name !== SecretId) {
    return [notChecked(present, otherAnswer(operation)), notChecked(readable, otherAnswer(operation))];
  }
  const hasValue = Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSCURRENT'));
  const unusable =
    DeletedDate !== undefined ? 'it is scheduled for deletion' : hasValue ? undefined : 'it has no value';
  if (unusable !== undefined) return [notMet(present, unusable), notMet(readable, unusable)];
  const there = met(present, 'it exists');
  if (account === undefined) return [there, notChecked(readable, NO_ACCOUNT)];
  const target = { region: directory.endpoint.region, account };
  const asked = { principal: roleArn(target, role), action: 'secretsmanager:GetSecretValue', resource };
  const access = await rolePermission(reader, readable, asked);
  return [there, access.status === 'met' && KmsKeyId !== undefined ? withKey(access, KmsKeyId) : access];
}

/** To read a secret with a key of its own, a role must be allowed to use the key as well. */
function withKey(access: Requirement, key: string): Requirement {
  return { ...access, found: `${access.found}, and so could the policy of its key ${key}` };
}

async function securityTopic({ reader, platform, directory, account }: Surroundings): Promise<Requirement[]> {
  const { securityTopic: topic } = platform;
  const demand: Demand = {
    id: 'SECURITY_TOPIC',
    requirement: `the SNS topic ${topic} exists, for authentication events`,
    fix: `Create the topic ${topic}, and send the events of the user pool to it.`,
  };
  if (account === undefined) return [notChecked(demand, NO_ACCOUNT)];
  const TopicArn = arnOf({ region: directory.endpoint.region, account }, 'sns', topic);
  const operation = 'sns:GetTopicAttributes';
  const found = await reader.find(operation, { TopicArn });
  if ('unread' in found) return [notChecked(demand, found.unread)];
  if (found.value === undefined) return [notMet(demand, 'there is no such topic')];
  const { TopicArn: answered, SubscriptionsConfirmed: subscriptions } = found.value.Attributes ?? {};
  if (answered !== TopicArn) return [notChecked(demand, otherAnswer(operation))];
  const note = subscriptions === '0' ? ', without a subscription' : '';
  return [met(demand, `the topic exists${note}; what feeds it cannot be seen from here`)];
}
