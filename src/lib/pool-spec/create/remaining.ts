import { AdminError } from '../../errors.js';
import { commandLine, type Directory } from '../../directory.js';
import { listed } from '../../text/listed.js';
import { type Difference, diffSpecs } from '../diff/diff-specs.js';
import type { LivePool } from '../live/live-pool.js';
import { specFromLive } from '../live/spec-from-live.js';
import type { ClientSpec } from '../schema.js';
import { type Creation, otherProviders } from './creation.js';
import { AT_SERVED_SANDBOX, EMBEDDED_ONLY } from './creation-notes.js';
import { domainRequest, mfaRequest } from './creation-requests.js';

/** What is still to be made of a pool. */
export interface Remaining {
  readonly mfa: boolean;
  readonly clients: readonly ClientSpec[];
  readonly domain: boolean;
  /** The style sheet of the hosted UI. */
  readonly style: boolean;
}

/** Everything but the pool itself, as far as the spec has it. */
export function allOf({ spec }: Creation): Remaining {
  return {
    mfa: mfaRequest(spec) !== undefined,
    clients: spec.clients ?? [],
    domain: domainRequest(spec) !== undefined,
    style: spec.hostedUiCss !== undefined && spec.hostedUiCss !== '',
  };
}

/**
 * What is missing from a pool that was created before, perhaps by a process that was killed.
 *
 * @throws AdminError POOL_EXISTS if the pool differs from the spec in a setting that it has already: `pool apply` changes those
 */
export function remainingOf(creation: Creation, live: LivePool, pool: Directory): Remaining {
  const all = allOf(creation);
  const differences = differencesFrom(creation, live);
  const isMissing = missingIn(live);
  const others = differences.filter((difference) => !isMissing(difference));
  if (others.length > 0) throw differs(creation, others, pool);
  const missing = new Set(differences.filter(isMissing).map(partOf));
  return {
    mfa: missing.has('mfa'),
    clients: all.clients.filter(({ name = '' }) => missing.has(`app client ${name}`)),
    domain: missing.has('domain'),
    style: missing.has('style'),
  };
}

/**
 * Where a pool differs from the spec. That an app client lacks an identity provider which sf-admin does not create is no
 * difference; nor is a detail of a domain that could not be described.
 */
export function differencesFrom({ spec }: Creation, live: LivePool): readonly Difference[] {
  const { differences } = diffSpecs({ spec, unresolved: [], places: new Map() }, specFromLive(live).spec);
  return differences.filter(({ subject, field, live: found }) => {
    if (field.startsWith('domain.') && field !== 'domain.domain') return (live.problems ?? []).length === 0;
    if (field !== 'identityProviders') return true;
    const client = spec.clients?.find(({ name = '' }) => subject === `app client ${name}`) ?? {};
    const [others, has] = [otherProviders(client), (found ?? []) as readonly string[]];
    return (
      !withoutAll(client.identityProviders ?? [], others).every((name) => has.includes(name)) ||
      !has.every((name) => client.identityProviders?.includes(name) === true)
    );
  });
}

function withoutAll(items: readonly string[], removed: readonly string[]): string[] {
  return items.filter((item) => !removed.includes(item));
}

/** Whether a difference is something that the pool does not have at all yet. */
function missingIn({ mfa, domain, hostedUiCss }: LivePool): (difference: Difference) => boolean {
  const hasNoMfa = (mfa.MfaConfiguration ?? 'OFF') === 'OFF' && mfa.WebAuthnConfiguration === undefined;
  const isAbsent: Record<string, boolean> = {
    mfa: hasNoMfa,
    domain: domain === undefined,
    style: hostedUiCss === undefined || hostedUiCss === '',
  };
  return (difference) => {
    if (difference.subject !== 'user pool') return difference.field === 'name' && difference.live === null;
    return isAbsent[partOf(difference)] === true;
  };
}

/** The part of the pool that a difference is about. */
function partOf({ subject, field }: Difference): string {
  if (subject !== 'user pool') return subject;
  if (/^(?:mfa|passkeys)\./.test(field)) return 'mfa';
  if (field.startsWith('domain.')) return 'domain';
  return field === 'hostedUiCss' ? 'style' : field;
}

function differs(
  { source, fileWords, name }: Creation,
  differences: readonly Difference[],
  pool: Directory,
): AdminError {
  const fields = differences.map(({ subject, field }) => (subject === 'user pool' ? field : `${subject}: ${field}`));
  const isEmbedded = pool.endpoint.requestHandler !== undefined;
  const commands = ['diff', 'apply'].map((verb) => {
    const command = commandLine(pool, `pool ${verb} ${fileWords}`);
    return isEmbedded ? `${command} ${AT_SERVED_SANDBOX}` : command;
  });
  return new AdminError(
    'POOL_EXISTS',
    `user pool ${name} (${pool.endpoint.poolId}) exists already, and differs from ${source}: ${listed(fields)}`,
    {
      hint: [
        'Nothing was changed. To see the differences, and to make the changes:',
        ...(isEmbedded ? [EMBEDDED_ONLY] : []),
        ...commands,
      ].join('\n'),
    },
  );
}
