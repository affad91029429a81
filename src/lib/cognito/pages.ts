/** One page of a list: its items, and the token that asks for the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string | undefined;
}

/**
 * Every item of a paged list, a page at a time. A page may be short or empty and still have a token, so only a
 * missing token ends the list (API reference, ListUsers).
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let token: string | undefined;
  do {
    const page = await read(token);
    yield* page.items;
    token = page.nextToken;
  } while (token !== undefined && token !== '');
}
