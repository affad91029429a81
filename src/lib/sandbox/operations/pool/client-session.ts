import { operation } from '../../engine/operation.js';
import { ONE_CLIENT } from '../../engine/parameters.js';
import { unavailableInTier } from '../../engine/service-error.js';
import { integer, required, structure } from '../../engine/shape.js';
import { requireClient, requirePool } from '../../state/lookup.js';
import type { ClientState } from '../../state/state.js';
import { requireTracking } from '../users/sessions.js';

/** Documented: an app client reuses a session for an hour if nothing else was set. */
export const DEFAULT_REUSE_MINUTES = 60;

/** Undocumented: that it is answered for a pool without session tracking too. */
export const GetUserPoolClientSessionConfiguration = operation(structure(ONE_CLIENT), async ({ store }, input) =>
  configurationResponse(input, requireClient(requirePool(await store.read(), input.UserPoolId), input.ClientId)),
);

const SetRequest = structure({
  ...ONE_CLIENT,
  SSOSession: required(structure({ MaxValidityMinutes: required(integer({ min: 0, max: 129_600 })) })),
});

/** How long after a sign-in the hosted UI gives the app tokens without asking the user again; 0 minutes: never. */
export const SetUserPoolClientSessionConfiguration = operation(SetRequest, ({ store }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    const client = requireClient(pool, input.ClientId);
    if (pool.settings.UserPoolTier === 'LITE') {
      throw unavailableInTier('Session configuration needs the Essentials or Plus tier.');
    }
    requireTracking(pool);
    client.sessionReuseMinutes = input.SSOSession.MaxValidityMinutes;
    return configurationResponse(input, client);
  }),
);

/** How long an app client reuses a session of the hosted UI, in minutes since the user signed in. */
export function sessionReuseMinutes(client: ClientState): number {
  return client.sessionReuseMinutes ?? DEFAULT_REUSE_MINUTES;
}

function configurationResponse(
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string },
  client: ClientState,
): object {
  return { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: sessionReuseMinutes(client) } };
}
