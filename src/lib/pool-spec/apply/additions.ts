import type { Change } from '../../changes/change.js';
import { listClients } from '../../client/list-clients.js';
import { readClient } from '../../client/read-client.js';
import { commandLine, type Directory } from '../../directory.js';
import type { Target } from '../../model/target.js';
import { listed } from '../../text/listed.js';
import { written } from '../../changes/written.js';
import { clientRequest, domainRequest } from '../create/creation-requests.js';
import { writeTable } from '../dialects/table.js';
import { ATTRIBUTE } from '../dialects/cloudformation-tables.js';
import { attributesOf, specFromLive } from '../live/spec-from-live.js';
import type { AttributeSpec, ClientSpec, PoolSpec } from '../schema.js';
import { changeOf, existsAlready } from './addition.js';

/** Attributes of one request (API reference, AddCustomAttributes). */
export const MAX_NEW_ATTRIBUTES = 25;

/**
 * Adds custom attributes to the schema of the user pool.
 *
 * @param attributes at most `MAX_NEW_ATTRIBUTES`, each with a type
 * @throws AdminError CHANGED_UNDERNEATH if the user pool has one of them
 */
export async function addAttributes(directory: Directory, attributes: readonly AttributeSpec[]): Promise<Change> {
  const { cognito } = directory;
  const names = attributes.map(({ name }) => name);
  const read = async () => {
    const { UserPool } = await cognito.call('DescribeUserPool', {});
    const found = attributesOf(UserPool?.SchemaAttributes ?? []).filter(({ name }) => names.includes(name));
    return { label: UserPool?.Name, found };
  };
  const { label, found } = await read();
  const [first] = found;
  if (first !== undefined) throw existsAlready(`custom attribute ${first.name}`);
  return changeOf({
    target: poolTarget(directory, label),
    name: `custom ${names.length === 1 ? 'attribute' : 'attributes'} ${listed(names)}`,
    wanted: byName(attributes),
    prefix: 'attributes.',
    irreversible: 'A custom attribute can neither be changed nor removed.',
    showCommand: commandLine(directory, 'pool export'),
    replan: () => addAttributes(directory, attributes),
    write: async () => {
      const CustomAttributes = attributes.map((attribute) => writeTable(ATTRIBUTE, attribute));
      return written(await cognito.call('AddCustomAttributes', { CustomAttributes }));
    },
    read: async () => byName((await read()).found),
  });
}

function byName(attributes: readonly AttributeSpec[]): object {
  return Object.fromEntries(attributes.map(({ name, ...settings }) => [name, settings]));
}

/**
 * Makes an app client with the settings of the spec, which has a name.
 *
 * @throws AdminError CHANGED_UNDERNEATH if the user pool has one of that name
 */
export async function addClient(directory: Directory, client: ClientSpec): Promise<Change> {
  const { name = '' } = client;
  const alike = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const found of listClients(directory)) if (found.name === name) ids.push(found.clientId);
    return ids;
  };
  if ((await alike()).length > 0) throw existsAlready(`app client ${name}`);
  // Names are not unique, and the ID is known once the service has answered.
  let id: string | undefined;
  return changeOf({
    target: { kind: 'client', id: `${directory.endpoint.poolId} ${name}`, label: name, tenantId: null },
    name: `app client ${name}`,
    wanted: client,
    irreversible: 'sf-admin does not delete app clients: a new one can be deleted only in the AWS console.',
    notes: [`To see its ID and its secret: ${commandLine(directory, 'pool outputs --show-secrets')}`],
    showCommand: commandLine(directory, 'client list'),
    replan: () => addClient(directory, client),
    write: async () => {
      const answer = await directory.cognito.call('CreateUserPoolClient', clientRequest(client));
      id = answer.UserPoolClient?.ClientId;
      return { ...written(answer), ...(id === undefined ? {} : { targetId: id }) };
    },
    read: async () => {
      const [only, ...others] = id === undefined ? await alike() : [id];
      if (only === undefined || others.length > 0) return undefined;
      const found = { ...(await readClient(directory, only)), current: false };
      return specFromLive({ pool: {}, mfa: {}, clients: [found], domain: undefined, region: '' }).spec.clients?.[0];
    },
  });
}

/**
 * Gives the user pool the domain of the spec.
 *
 * @throws AdminError CHANGED_UNDERNEATH if the user pool has a domain of that kind
 */
export async function addDomain(directory: Directory, spec: PoolSpec): Promise<Change> {
  const { cognito, endpoint } = directory;
  const request = domainRequest(spec) ?? { Domain: '' };
  const isCustom = request.Domain?.includes('.') === true;
  const { UserPool } = await cognito.call('DescribeUserPool', {});
  const present = isCustom ? UserPool?.CustomDomain : UserPool?.Domain;
  if (present !== undefined) throw existsAlready(`domain ${present}`);
  return changeOf({
    target: poolTarget(directory, UserPool?.Name),
    name: `domain ${request.Domain ?? ''}`,
    wanted: spec.domain ?? {},
    prefix: 'domain.',
    irreversible: 'sf-admin does not delete domains: a new one can be deleted only in the AWS console.',
    ...(isCustom
      ? { notes: [`The domain works once DNS has an alias record for it: ${commandLine(directory, 'pool outputs')}`] }
      : {}),
    showCommand: commandLine(directory, 'pool outputs'),
    replan: () => addDomain(directory, spec),
    write: async () => written(await cognito.call('CreateUserPoolDomain', request)),
    read: async () => {
      const { DomainDescription } = await cognito.call('DescribeUserPoolDomain', { Domain: request.Domain });
      if (DomainDescription?.UserPoolId !== endpoint.poolId) return undefined;
      return specFromLive({ pool: {}, mfa: {}, clients: [], domain: DomainDescription, region: '' }).spec.domain;
    },
  });
}

function poolTarget({ endpoint: { poolId } }: Directory, name: string | undefined): Target {
  return { kind: 'pool', id: poolId, label: name ?? poolId, tenantId: null };
}
