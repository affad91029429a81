import { list, required, string, stringMap, structure } from './shape.js';

/** Parameters that many operations share, with the limits of the service's API model (2016-04-18). */
export const POOL_ID = string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });

export const USERNAME = string({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+', sensitive: true });

export const CLIENT_ID = string({ min: 1, max: 128, pattern: '[\\w+]+' });

/**
 * No space at either end. The API model says `[\S]+`; the service's own message and the developer guide allow spaces
 * inside.
 */
export const PASSWORD = string({ max: 256, pattern: '[\\S]+.*[\\S]+', sensitive: true });

/** A blank temporary password counts as none. */
export const TEMPORARY_PASSWORD = string({ max: 256, pattern: '|[\\S]+.*[\\S]+', sensitive: true });

export const ATTRIBUTE_NAME = string({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+' });

export const ATTRIBUTES = list(
  structure({ Name: required(ATTRIBUTE_NAME), Value: string({ max: 2048, sensitive: true }) }),
);

const NAME_PART = '[\\w+=/,.@-]+';
export const ARN = string({
  min: 20,
  max: 2048,
  pattern: `arn:${NAME_PART}:${NAME_PART}:(?:[\\w+=/,.@-]*)?:[0-9]+:${NAME_PART}(?::${NAME_PART})?(?::${NAME_PART})?`,
});

export const ONE_POOL = { UserPoolId: required(POOL_ID) } as const;

export const ONE_USER = { ...ONE_POOL, Username: required(USERNAME) } as const;

export const ONE_CLIENT = { ...ONE_POOL, ClientId: required(CLIENT_ID) } as const;

/** Input for triggers: accepted, and without effect, because the sandbox runs none. */
export const METADATA = { ClientMetadata: stringMap } as const;
