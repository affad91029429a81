import { AdminError } from '../errors.js';

/** One page of a list: its items, and the token that asks for the next. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * Every item of a paged list, a page at a time. A page may be short or empty and still have a token, so only a
 * missing token ends the list (API reference, ListUsers).
 *
 * @throws AdminError BAD_RESPONSE for a page with neither, which is no list and must not pass for an empty one; and for
 *   one whose token is its own, which would never end
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let token: string | undefined;
  do {
    const { items, nextToken } = await read(token);
    if (items === undefined && nextToken === undefined) throw noList();
    if (nextToken !== undefined && nextToken !== '' && nextToken === token) throw samePage();
    yield* items ?? [];
    token = nextToken;
  } while (token !== undefined && token !== '');
}

function noList(): AdminError {
  return new AdminError('BAD_RESPONSE', 'asked for a list, and was answered none', {
    hint: 'Is --endpoint-url right?',
  });
}

function samePage(): AdminError {
  return new AdminError(
    'BAD_RESPONSE',
    'asked for the next page of a list, and was answered the same one again',
    {
      hint: 'Nothing more can be read. Run the command again; if it stays, the endpoint is at fault.',
    },
  );
}
