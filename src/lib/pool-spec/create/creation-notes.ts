import type { Directory } from '../../directory.js';
import { listed } from '../../text/listed.js';
import { shellWord } from '../../text/quoted.js';
import type { LivePool } from '../live/live-pool.js';
import { type Creation, otherProviders } from './creation.js';

/** The pool, once it exists. */
export interface MadePool {
  directory?: Directory;
  /** As it was read last. */
  live?: LivePool;
  /** The IDs of the app clients that were created. */
  clientIds?: string[];
}

/** What a person has to know and to do after a creation, a sentence or two each. */
export function creationNotes({ spec, notCreated }: Creation, { directory, live }: MadePool): string[] {
  const withOthers = (spec.clients ?? []).filter((client) => otherProviders(client).length > 0);
  return [
    ...(notCreated.length === 0 ? [] : [`Not created: ${listed(notCreated)}.`]),
    ...withOthers.map(
      (client) =>
        `App client ${client.name ?? ''} has no sign-in through ${listed(otherProviders(client))} yet: ` +
        'first create the identity providers, then run pool apply.',
    ),
    ...(directory === undefined ? [] : [contextNote(directory, live?.clients[0]?.client.ClientId)]),
  ];
}

/** How a pool in the embedded sandbox is used; the flags follow. */
export const EMBEDDED_ONLY =
  'The embedded sandbox shows its own user pool only. To use another: sf-admin sandbox serve, then, with any AWS credentials,';

/** The flags for the sandbox that `sandbox serve` serves. */
export const AT_SERVED_SANDBOX = '--endpoint-url http://127.0.0.1:9339';

/** A new pool is in no context. */
function contextNote({ context, endpoint }: Directory, clientId: string | undefined): string {
  const { poolId, region, url } = endpoint;
  if (endpoint.requestHandler !== undefined) return `${EMBEDDED_ONLY}\n--pool-id ${poolId} ${AT_SERVED_SANDBOX}`;
  const flags = {
    'pool-id': poolId,
    'client-id': clientId,
    region: poolId.startsWith(`${region}_`) ? undefined : region,
    account: context.account,
    profile: context.profile,
    'role-arn': context.roleArn,
    'external-id': context.externalId,
    'mfa-serial': context.mfaSerial,
    'endpoint-url': url,
  };
  const words = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag} ${shellWord(value)}`],
  );
  return `The new user pool is in no context. To add one:\nsf-admin context add NAME ${words.join(' ')}`;
}
