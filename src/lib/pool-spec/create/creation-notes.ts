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

/** A new pool is in no context. */
function contextNote({ context, endpoint }: Directory, clientId: string | undefined): string {
  const { poolId, region, url } = endpoint;
  if (endpoint.requestHandler !== undefined) {
    return (
      'The embedded sandbox shows its own user pool only. To use the new one, run sf-admin sandbox serve, and give other ' +
      `commands --pool-id ${poolId} --endpoint-url http://127.0.0.1:9339`
    );
  }
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
