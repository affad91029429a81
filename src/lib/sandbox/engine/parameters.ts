import { boolean, integer, list, required, string, stringMap, structure } from './shape.js';

/** Parameters that many operations share, with the limits of the service's API model (2016-04-18). */
export const POOL_ID = string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });

export const USERNAME = string({
  min: 1,
  max: 128,
  pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+',
  sensitive: true,
});

export const CLIENT_ID = string({ min: 1, max: 128, pattern: '[\\w+]+' });

/** No space at either end. The API model says `[\S]+`; the service's own message, and the guide, allow spaces inside. */
export const PASSWORD = string({ max: 256, pattern: '[\\S]+.*[\\S]+', sensitive: true });

/** A blank temporary password is none. */
export const TEMPORARY_PASSWORD = string({ max: 256, pattern: '|[\\S]+.*[\\S]+', sensitive: true });

export const ATTRIBUTE_NAME = string({
  min: 1,
  max: 32,
  pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+',
});

export const ATTRIBUTES = list(
  structure({ Name: required(ATTRIBUTE_NAME), Value: string({ max: 2048, sensitive: true }) }),
);

/** An admin operation on one user. */
export const ONE_USER = { UserPoolId: required(POOL_ID), Username: required(USERNAME) } as const;

export const ONE_CLIENT = { UserPoolId: required(POOL_ID), ClientId: required(CLIENT_ID) } as const;

/** Members that a trigger would read: accepted, and of no effect, as the sandbox runs no trigger. */
export const METADATA = { ClientMetadata: stringMap } as const;

export const PAGE_TOKEN = string({ min: 1, max: 131072, pattern: '[\\S]+' });

export const LARGEST_PAGE = 60;

export const PAGE_SIZE = integer({ min: 1, max: LARGEST_PAGE });

/** A page size of which 0 is none of its own. */
export const QUERY_LIMIT = integer({ min: 0, max: LARGEST_PAGE });

export const FLAG = boolean;
