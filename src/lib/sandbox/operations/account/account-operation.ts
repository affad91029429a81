/**
 * operations/account/ holds what users do for themselves: with their access token, or with a code from the outbox. This
 * file has what these operations share.
 */
import { operation, type Operation, type OperationContext } from '../../engine/operation.js';
import { CLIENT_ID, METADATA, USERNAME } from '../../engine/parameters.js';
import { ServiceError } from '../../engine/service-error.js';
import { required, type Shape, string, structure } from '../../engine/shape.js';
import { holderOfToken, readAccessToken, type TokenHolder } from '../../sign-in/access-token.js';
import type { SandboxState } from '../../state/state.js';
import type { SandboxStore } from '../../state/store.js';

export const TOKEN = string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true });

export const ONE_TOKEN = { AccessToken: required(TOKEN) } as const;

export const CODE = string({ min: 1, max: 2048, pattern: '[\\S]+' });

/** What an app sends for a user who is not signed in. Data for analytics and for threat protection has no effect here. */
export const APP_REQUEST = {
  ...METADATA,
  ClientId: required(CLIENT_ID),
  SecretHash: string({ min: 1, max: 128, pattern: '[\\w+=/]+', sensitive: true }),
  Username: required(USERNAME),
  AnalyticsMetadata: structure({ AnalyticsEndpointId: string() }),
  UserContextData: structure({ IpAddress: string(), EncodedData: string() }),
} as const;

interface TokenRequest<T> extends TokenHolder {
  readonly context: OperationContext;
  readonly input: T;
  /** The current time in milliseconds since 1970. */
  readonly time: number;
}

/** Some operations do not require the token in their shape; without it, they refuse as with a wrong one. */
interface WithToken {
  readonly AccessToken?: string;
}

/** An operation that reads the user of an access token. Throws as `readAccessToken` and `holderOfToken` do. */
export function tokenReader<T extends WithToken>(
  shape: Shape<T>,
  read: (request: TokenRequest<T>) => object,
): Operation {
  return operation(shape, async (context, input) => {
    const now = context.now();
    const token = await readAccessToken(context.store, now, input.AccessToken ?? '');
    return read({ ...holderOfToken(await context.store.read(), token), context, input, time: now.getTime() });
  });
}

/**
 * An operation that changes the user of an access token. Throws as `tokenReader` does. `change` returns the response, or
 * a refusal as `saved` takes it.
 */
export function tokenChange<T extends WithToken>(
  shape: Shape<T>,
  change: (request: TokenRequest<T>) => object,
): Operation {
  return operation(shape, (context, input) => changeHolder(context, input, change));
}

/** What `tokenChange` does, for an operation that has something to do before the update. */
export async function changeHolder<T extends WithToken>(
  context: OperationContext,
  input: T,
  change: (request: TokenRequest<T>) => object | Promise<object>,
): Promise<object> {
  const now = context.now();
  const token = await readAccessToken(context.store, now, input.AccessToken ?? '');
  return saved(context.store, (state) =>
    change({ ...holderOfToken(state, token), context, input, time: now.getTime() }),
  );
}

/**
 * Runs an update whose refusal has to be saved, such as a count of wrong codes: an error that `mutate` returns is thrown
 * after the update, while one that it throws undoes everything.
 */
export async function saved(
  store: SandboxStore,
  mutate: (state: SandboxState) => object | Promise<object>,
): Promise<object> {
  const result = await store.update(mutate);
  if (result instanceof ServiceError) throw result;
  return result;
}
