import { join } from 'node:path';

import { parseOnce } from './parse-once.js';
import type { GivenFlags } from './position.js';
import type { RequestedKind } from './requested-values.js';
import type { Candidate } from './table.js';
import type { LiveKind } from './value-source.js';
import { configuredEndpoint, withAwsSettings } from '../../config/aws-settings.js';
import { isBuiltIn } from '../../config/built-in.js';
import type { Context } from '../../config/context.js';
import { parseEndpointUrl } from '../../config/fields/endpoint-url.js';
import { type Environment, variable } from '../../config/fields/environment.js';
import { parseRegion } from '../../config/fields/region.js';
import { type Contexts, loadContexts } from '../../config/file/contexts-file.js';
import { resolveContext } from '../../config/resolve-context.js';
import type { Folders } from '../../config/folders.js';
import { defined } from '../../model/defined.js';

export interface LiveOptions {
  readonly folders: Folders;
  /** The build's hash: see `parseOnce`. */
  readonly build: string;
  readonly environment: Environment;
  readonly given: GivenFlags;
  /** The part of the value that has been typed. */
  readonly typed: string;
}

/**
 * The values of a kind, for the pool that the flags, the environment and the contexts name: from the configuration, and
 * from the latest changes in the history unless `complete.recent` is off. Only with `complete.live` is the pool asked, for at
 * most two seconds. In a context that is bound to a tenant, nothing of other tenants is found.
 *
 * @throws AdminError those of `loadContexts`, `resolveContext` and `withAwsSettings`
 */
export async function liveValues(kind: LiveKind, options: LiveOptions): Promise<readonly Candidate[]> {
  const { folders, build, environment, given, typed } = options;
  const named = given.get('config') ?? variable(environment, 'SF_ADMIN_CONFIG');
  const contexts = await loadContexts(named ?? join(folders.configDir, 'config.yaml'), {
    parse: parseOnce(folders.cacheDir, build),
  });
  if (kind === 'context' || kind === 'own-context') {
    const all = [...contexts.contexts.values()];
    return all.filter(({ name }) => kind === 'context' || !isBuiltIn(name)).map(contextCandidate);
  }
  const context = contextOf(contexts, given, environment);
  if (kind === 'role') return rolesOf(context);
  const configured = kind === 'tenant' ? tenantsOf(context) : kind === 'group' ? privilegedGroupsOf(context) : [];
  if (kind === 'tenant' && context.tenant !== undefined) return configured;
  const found = [...configured];
  const tenant = context.tenant ?? given.get('tenant');
  const { recent, live } = contexts.complete;
  if (recent) {
    const { recentValues } = await import('./recent-values.js');
    const endpointUrl = await configuredEndpoint(context, environment);
    const opened = { ...context, ...defined({ endpointUrl }) };
    const place = { context: opened, dataFolder: folders.dataDir, tenant, now: new Date() };
    found.push(...(await recentValues(kind, place).catch(() => [])));
  }
  if (live && isRequested(kind)) {
    const { requestedValues } = await import('./requested-values.js');
    const opened = await withAwsSettings(context, environment);
    const place = { context: opened, dataFolder: folders.dataDir, tenant };
    found.push(...(await requestedValues(kind, place, typed).catch(() => [])));
  }
  return [...new Map(found.toReversed().map((one) => [one.value, one])).values()].toReversed();
}

function isRequested(kind: LiveKind): kind is RequestedKind {
  return kind === 'user' || kind === 'tenant' || kind === 'group' || kind === 'provider';
}

function contextCandidate({ name, poolId, tenant, protected: isProtected }: Context): Candidate {
  const parts = [poolId, tenant, isProtected ? 'protected' : undefined];
  return { value: name, description: parts.filter((part) => part !== undefined).join(', ') };
}

function contextOf(contexts: Contexts, given: GivenFlags, environment: Environment): Context {
  const [region, endpointUrl] = [given.get('region'), given.get('endpoint-url')];
  const choice = {
    context: given.get('context'),
    poolId: given.get('pool-id'),
    profile: given.get('profile'),
    region: region === undefined ? undefined : parseRegion(region, '--region'),
    endpointUrl: endpointUrl === undefined ? undefined : parseEndpointUrl(endpointUrl, '--endpoint-url'),
  };
  return resolveContext(contexts, choice, environment);
}

function rolesOf({ conventions }: Context): Candidate[] {
  return conventions.roles.map(({ name, privileged }) => ({
    value: name,
    description: privileged ? 'privileged' : undefined,
  }));
}

function tenantsOf({ tenant, conventions }: Context): Candidate[] {
  const ids = tenant === undefined ? (conventions.tenant.list ?? []) : [tenant];
  return ids.map((value) => ({ value }));
}

function privilegedGroupsOf({ conventions }: Context): Candidate[] {
  return (conventions.privilegedGroups ?? []).map((value) => ({ value, description: 'privileged' }));
}
