import { CLASSIC_TRIGGERS, type PoolSpec } from '../schema.js';
import { type MapNode, member, type Node, plain, type Position, textOf } from '../source/node.js';
import {
  UI_CUSTOMIZATION,
  USER_POOL,
  USER_POOL_CLIENT,
  USER_POOL_DOMAIN,
  USER_POOL_GROUP,
  USER_POOL_IDENTITY_PROVIDER,
} from './cloudformation-tables.js';
import type { DeclaredPool } from './declared-pool.js';
import { Draft } from './draft.js';
import { Template, type Values } from './intrinsics.js';
import { readTable, type Table, writeTable } from './table.js';

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly at: Position;
  /** With every function carried out. */
  readonly properties: MapNode;
  /** As they are in the file. */
  readonly given: Node | undefined;
}

/** The lists of the spec that resources are items of. */
const LISTS: Readonly<Record<string, readonly [list: 'clients' | 'groups' | 'identityProviders', table: Table]>> = {
  'AWS::Cognito::UserPoolClient': ['clients', USER_POOL_CLIENT],
  'AWS::Cognito::UserPoolGroup': ['groups', USER_POOL_GROUP],
  'AWS::Cognito::UserPoolIdentityProvider': ['identityProviders', USER_POOL_IDENTITY_PROVIDER],
};
const SINGLE: Readonly<Record<string, Table>> = {
  'AWS::Cognito::UserPoolDomain': USER_POOL_DOMAIN,
  'AWS::Cognito::UserPoolUICustomizationAttachment': UI_CUSTOMIZATION,
};

/**
 * The pools of a CloudFormation or SAM template, with the app clients, domain and groups that refer to each, and the
 * functions that SAM attaches by an event. App clients of a pool that is elsewhere make a pool of their own.
 */
export function readTemplate(root: MapNode, values: Values): DeclaredPool[] {
  const template = new Template(root, values);
  const resources = resourcesOf(root, template);
  const pools = resources.filter(({ type }) => type === 'AWS::Cognito::UserPool');
  const ids = new Set(pools.map(({ id }) => id));
  const ownerOf = (resource: Resource): string | undefined => {
    const given = member(resource.given, 'UserPoolId');
    const owner = referredBy(given) ?? textOf(given);
    // Of a pool that an expression names, it can only be said whose it is if there is one.
    return owner ?? (pools.length === 1 ? pools[0]?.id : undefined);
  };
  const owners = pools.length === 0 ? [undefined] : pools;
  return owners.flatMap((pool) => {
    const draft = new Draft();
    if (pool !== undefined) readTable(pool.properties, USER_POOL, draft, { prefix: prefixOf(pool) });
    const counts = new Map<string, number>();
    for (const resource of resources) {
      const owner = ownerOf(resource);
      if (pool === undefined || owner === pool.id) readPart(resource, draft, counts);
      else if (isPart(resource) && !ids.has(owner ?? '')) {
        draft.warnings.push({ at: resource.at, key: `Resources.${resource.id}`, message: ELSEWHERE });
      }
    }
    for (const resource of resources) readEvents(resource, pool?.id, { draft, template });
    const isEmpty = pool === undefined && counts.size === 0;
    return isEmpty ? [] : [{ name: pool?.id ?? 'UserPool', at: pool?.at ?? root.at, draft }];
  });
}

function resourcesOf(root: MapNode, template: Template): Resource[] {
  const resources = member(root, 'Resources');
  if (resources?.kind !== 'map') return [];
  return [...resources.entries].flatMap(([id, { at, node }]): Resource[] => {
    const condition = textOf(member(node, 'Condition'));
    if (condition !== undefined && template.condition(condition) === false) return [];
    const given = member(node, 'Properties');
    const resolved = given === undefined ? undefined : template.resolve(given);
    const properties: MapNode = resolved?.kind === 'map' ? resolved : { kind: 'map', at, entries: new Map() };
    return [{ id, type: textOf(member(node, 'Type')) ?? '', at, properties, given }];
  });
}

function prefixOf({ id }: Resource): string {
  return `Resources.${id}.Properties.`;
}

/** The resource that `!Ref A` or `!GetAtt A.B` refers to. */
function referredBy(node: Node | undefined): string | undefined {
  const argument = member(node, 'Ref') ?? member(node, 'Fn::GetAtt');
  const [first] = argument?.kind === 'list' ? argument.items : [argument];
  return textOf(first)?.replace(/\..*/, '');
}

const ELSEWHERE = 'its UserPoolId names no user pool of this file, ignored';

/** Whether a resource is a part of a pool. */
function isPart({ type }: Resource): boolean {
  return Object.hasOwn(SINGLE, type) || Object.hasOwn(LISTS, type);
}

function readPart(resource: Resource, draft: Draft, counts: Map<string, number>): void {
  const prefix = prefixOf(resource);
  const single = SINGLE[resource.type];
  if (single !== undefined) {
    readTable(resource.properties, single, draft, { prefix });
    counts.set(resource.type, 1);
  }
  const [list, table] = LISTS[resource.type] ?? [];
  if (list === undefined || table === undefined) return;
  const index = counts.get(list) ?? 0;
  counts.set(list, index + 1);
  const base = [list, index];
  draft.begin(base, { at: resource.at, key: prefix.slice(0, -1) });
  readTable(resource.properties, table, draft, { base, prefix });
}

const TRIGGERS = new Map(
  CLASSIC_TRIGGERS.map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, name] as const),
);

/** `Events` of a SAM function of the type `Cognito` ("Cognito", AWS SAM developer guide): SAM attaches the function. */
function readEvents(
  resource: Resource,
  pool: string | undefined,
  { draft, template }: { draft: Draft; template: Template },
): void {
  const events = member(resource.given, 'Events');
  if (resource.type !== 'AWS::Serverless::Function' || events?.kind !== 'map') return;
  for (const [name, { node: event }] of events.entries) {
    const properties = member(event, 'Properties');
    const given = member(properties, 'Trigger');
    const trigger = given === undefined ? undefined : template.resolve(given);
    if (textOf(member(event, 'Type')) !== 'Cognito' || trigger === undefined) continue;
    const owner = member(properties, 'UserPool');
    if (pool !== undefined && referredBy(owner) !== pool) continue;
    const words: readonly Node[] = trigger.kind === 'list' ? trigger.items : [trigger];
    for (const word of words) {
      const text = textOf(word) ?? '';
      const key = `${prefixOf(resource)}Events.${name}.Properties.Trigger`;
      const leaf = TRIGGERS.get(text);
      const arn = template.named(`${resource.id}.Arn`, word.at);
      if (leaf === undefined)
        draft.problems.push({ at: word.at, key, message: `expected one of: ${[...TRIGGERS.keys()].join(', ')}` });
      else if (arn.kind === 'reference') draft.setUnknown(['triggers', leaf], arn.names, { at: word.at, key });
      else draft.set(['triggers', leaf], plain(arn), { at: word.at, key });
    }
  }
}

/** A template with the pool, its app clients and its domain. */
export function writeTemplate(spec: PoolSpec): object {
  const ids = new Set(['UserPool', 'UserPoolDomain']);
  const idOf = (name: string, suffix: string): string => {
    const words = `${name.replaceAll(/[^A-Za-z0-9]+(.?)/g, (_match, next: string) => next.toUpperCase())}${suffix}`;
    let id = words;
    for (let count = 2; ids.has(id); count += 1) id = `${words}${count}`;
    ids.add(id);
    return id;
  };
  const resource = (
    type: string,
    table: Table,
    structure: object,
    shared: object = { UserPoolId: { Ref: 'UserPool' } },
  ) => ({
    Type: type,
    Properties: { ...shared, ...writeTable(table, structure) },
  });
  const items = Object.entries(LISTS).flatMap(([type, [list, table]]) =>
    (spec[list] ?? []).map((item) => [idOf(item.name ?? '', SUFFIXES[list]), resource(type, table, item)] as const),
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      UserPool: resource('AWS::Cognito::UserPool', USER_POOL, spec, {}),
      ...Object.fromEntries(items),
      ...(Object.keys(writeTable(USER_POOL_DOMAIN, spec)).length === 0
        ? {}
        : { UserPoolDomain: resource('AWS::Cognito::UserPoolDomain', USER_POOL_DOMAIN, spec) }),
    },
  };
}

const SUFFIXES = { clients: 'Client', groups: 'Group', identityProviders: 'IdentityProvider' } as const;
