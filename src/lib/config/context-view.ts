import type { CardView, ListView } from '../output/view.js';
import type { Platform } from './platform.js';
import type { Context } from './context.js';
import { platformOf } from './platform.js';

/** A context, and whether it is the current one. */
export interface ListedContext {
  readonly context: Context;
  readonly current: boolean;
}

/** Contexts as rows. */
export const contextList: ListView<ListedContext> = {
  columns: [
    { key: 'name', header: 'name', value: ({ context }) => context.name, isWhole: true },
    { key: 'poolId', header: 'user pool', value: ({ context }) => context.poolId, isWhole: true },
    { key: 'clientId', header: 'app client', value: ({ context }) => context.clientId, isWhole: true },
    { key: 'account', header: 'account', value: ({ context }) => context.account },
    { key: 'profile', header: 'profile', value: ({ context }) => context.profile },
    { key: 'tenant', header: 'tenant', value: ({ context }) => context.tenant },
    { key: 'protected', header: 'protected', value: ({ context }) => context.protected },
    { key: 'current', header: 'current', value: ({ current }) => current },
  ],
  tableColumns: ['name', 'poolId', 'profile', 'tenant', 'protected', 'current'],
  id: ({ context }) => context.name,
  json: ({ context, current }) => ({ ...contextJson(context), current }),
};

/** A context with every key of the contexts file. */
type ContextJson = {
  readonly [Key in Exclude<keyof Context, 'aws'>]-?: undefined extends Context[Key]
    ? Exclude<Context[Key], undefined> | null
    : Context[Key];
};

/** A context with every key of the contexts file; those that are left out are `null`. */
export function contextJson(context: Context): ContextJson {
  const { name, kind, conventions, ...settings } = context;
  const absent = Object.fromEntries(SETTINGS.map((key) => [key, null]));
  return { name, kind, ...absent, ...settings, conventions } as ContextJson;
}

/** Optional settings. */
const SETTINGS: readonly (keyof Context)[] = [
  'poolId',
  'clientId',
  'region',
  'account',
  'profile',
  'roleArn',
  'externalId',
  'mfaSerial',
  'endpointUrl',
  'allowHttp',
  'tenant',
  'mayEditClient',
  'approvals',
  'signers',
  'platform',
  'roster',
  'team',
  'acceptedFindings',
];

/** The names of the platform. */
const PLATFORM_LABELS: readonly (readonly [label: string, key: keyof Platform])[] = [
  ['hosted UI domain', 'domain'],
  ['pre sign-up', 'preSignUpFunction'],
  ['pre token', 'preTokenFunction'],
  ['post confirmation', 'postConfirmationFunction'],
  ['profile table', 'profileTable'],
  ['sender', 'sender'],
  ['API', 'apiId'],
  ['authorizer', 'authorizer'],
  ['client secret', 'clientSecret'],
  ['role that reads it', 'clientSecretRole'],
  ['warmer rule', 'warmerRule'],
  ['warmer minutes', 'warmerMinutes'],
  ['security topic', 'securityTopic'],
];

/** One context with its conventions and the names of its platform. */
export const contextCard: CardView<ListedContext> = {
  fields: ({ context, current }) => [
    { section: current ? `${context.name} (current)` : context.name },
    { label: 'user pool', value: context.poolId },
    { label: 'app client', value: context.clientId },
    { label: 'region', value: context.region ?? "the pool ID's" },
    { label: 'account', value: context.account },
    { label: 'profile', value: context.profile },
    { label: 'role', value: context.roleArn },
    { label: 'external ID', value: context.externalId },
    { label: 'MFA device', value: context.mfaSerial },
    { label: 'endpoint', value: context.endpointUrl },
    { label: 'plain http', value: context.allowHttp },
    { label: 'tenant', value: context.tenant ?? 'any' },
    ...(context.tenant === undefined ? [] : [{ label: 'may edit client', value: context.mayEditClient ?? false }]),
    { label: 'protected', value: context.protected },
    { label: 'approvals', value: context.approvals ?? 0 },
    { label: 'signers', value: Object.keys(context.signers ?? {}).join(', ') || 'none' },
    { label: 'history', value: context.team === undefined ? 'of this machine' : `table ${context.team.table}` },
    { section: 'Conventions' },
    { label: 'tenant IDs', value: context.conventions.tenant.list ?? context.conventions.tenant.pattern },
    { label: 'roles', value: context.conventions.roles.map(({ name }) => name).join(', ') },
    {
      label: 'privileged',
      value: context.conventions.roles
        .filter(({ privileged }) => privileged)
        .map(({ name }) => name)
        .join(', '),
    },
    { label: 'privileged groups', value: context.conventions.privilegedGroups?.join(', ') ?? 'none' },
    { label: 'department IDs', value: context.conventions.departmentPattern },
    { label: 'email domains', value: context.conventions.emailDomains?.join(', ') ?? 'any' },
    { label: 'callback hosts', value: context.conventions.callbackHosts?.join(', ') ?? 'any' },
    { label: 'custom attributes', value: context.conventions.customAttributes.join(', ') },
    { section: 'Platform' },
    ...PLATFORM_LABELS.map(([label, key]) => ({ label, value: platformOf(context)[key] ?? 'any' })),
  ],
  id: contextList.id,
  json: contextList.json,
};
