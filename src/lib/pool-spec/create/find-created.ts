import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import { type Directory, onPool } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { type Creation, SPEC_TAG } from './creation.js';

/** The pools of an account and region. */
export interface FoundPools {
  /** The IDs of all of them. */
  readonly all: ReadonlySet<string>;
  /** The IDs of those that were created from the same spec. */
  readonly created: readonly string[];
}

/**
 * Looks for the pools that were created from a spec, by their tag: names are not unique, and can be changed. ListUserPools
 * returns no tags, so each pool is described.
 *
 * @param options.except the IDs of pools that are known to be others, and are not described
 * @throws AdminError ACCESS_DENIED if pools cannot be listed, or one of the same name cannot be described
 */
export async function findCreated(
  directory: Directory,
  { identity, name }: Creation,
  { except = new Set() }: { readonly except?: ReadonlySet<string> } = {},
): Promise<FoundPools> {
  const all = new Set<string>();
  const created: string[] = [];
  const list = pages(async (NextToken) => {
    const input = { MaxResults: PAGE_SIZE, ...defined({ NextToken }) };
    const page = await directory.cognito.call('ListUserPools', input);
    return { items: page.UserPools, nextToken: page.NextToken, metadata: page.$metadata };
  });
  for await (const { Id: id = '', Name } of list) {
    all.add(id);
    if (except.has(id)) continue;
    if ((await specTagOf(onPool(directory, id), { isAlike: Name === name })) === identity) created.push(id);
  }
  return { all, created };
}

/** The tag of a pool; undefined if it has none. One that was deleted since, or belongs to others, was not created here. */
async function specTagOf(pool: Directory, { isAlike }: { isAlike: boolean }): Promise<string | undefined> {
  try {
    return (await pool.pool()).UserPoolTags?.[SPEC_TAG];
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    if (error.code === 'POOL_NOT_FOUND' || (error.code === 'ACCESS_DENIED' && !isAlike)) return undefined;
    throw error;
  }
}

/**
 * Several pools have the tag of one spec: which one is meant must be decided by a person.
 *
 * @param options.isUnchanged whether nothing was written yet
 */
export function severalCreated(
  { source, identity }: Creation,
  ids: readonly string[],
  { isUnchanged = true } = {},
): AdminError {
  return new AdminError('POOL_EXISTS', `${ids.length} user pools were created from ${source}: ${ids.join(', ')}`, {
    hint:
      `${isUnchanged ? 'Nothing was changed. ' : ''}All of them have the tag ${SPEC_TAG}=${identity}. Remove it from those that are not meant:\n` +
      `sf-admin pool set --untag ${SPEC_TAG} --pool-id ID`,
  });
}
