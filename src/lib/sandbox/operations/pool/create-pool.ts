import { SANDBOX_REGION } from '../../../model/sandbox-ids.js';
import { operation, randomText } from '../../engine/operation.js';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { boolean, list, required, string, structure } from '../../engine/shape.js';
import type { PoolState } from '../../state/state.js';
import { CLIENT_NAME } from './client-settings.js';
import { mfaAfterUpdate } from './mfa-config.js';
import { poolResponse } from './pool.js';
import { checkPoolSettings, POOL_SETTINGS, poolSettingsFrom } from './pool-settings.js';
import { SCHEMA, schemaFrom } from './schema.js';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const MAX_POOLS = 1000;

/** What is fixed at creation. */
const Request = structure({
  ...POOL_SETTINGS,
  PoolName: required(CLIENT_NAME),
  AliasAttributes: list(string({ oneOf: ['phone_number', 'email', 'preferred_username'] })),
  UsernameAttributes: list(string({ oneOf: ['phone_number', 'email'] })),
  UsernameConfiguration: structure({ CaseSensitive: required(boolean) }),
  Schema: SCHEMA,
});

export const CreateUserPool = operation(Request, ({ store, now }, input) => {
  const { PoolName, Schema = [], ...given } = input;
  if ((given.UsernameAttributes ?? []).length > 0 && (given.AliasAttributes ?? []).length > 0) {
    throw invalidParameter('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.');
  }
  checkPoolSettings(given);
  const settings = poolSettingsFrom({ ...given, Name: PoolName });
  const time = now().getTime();
  const pool: PoolState = {
    settings,
    schema: schemaFrom(Schema),
    identityProviders: [],
    mfa: mfaAfterUpdate({}, settings),
    createdAt: time,
    modifiedAt: time,
    clients: {},
    users: {},
  };
  return store.update((state) => {
    const id = `${SANDBOX_REGION}_${randomText(9, LETTERS_AND_DIGITS)}`;
    // A quota of an account and Region (developer guide), which AWS raises on request.
    if (Object.keys(state.pools).length >= MAX_POOLS) {
      throw new ServiceError('LimitExceededException', `An account can have at most ${MAX_POOLS} user pools.`);
    }
    state.pools[id] = pool;
    return { UserPool: poolResponse(id, pool) };
  });
});
