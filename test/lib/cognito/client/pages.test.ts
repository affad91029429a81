import { expect } from 'chai';
import fc from 'fast-check';
import { eachPage, MAX_USER_PAGES, type Page, PAGE_SIZE, pages } from '../../../../src/lib/cognito/client/pages.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { CHECK_ENDPOINT } from '../../../../src/lib/cognito/errors/bad-response.js';
import { defined } from '../../../../src/lib/model/defined.js';
import { rejection, toRefusal } from '../../conventions/refusal.js';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Reads a list to the error that ends it. */
async function failureOf(items: AsyncIterable<unknown>): Promise<unknown> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    while ((await iterator.next()).done !== true);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('pages', () => {
  it('returns every item of every page once, in order, also after empty pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat()), { minLength: 1 }), async (contents) => {
        const asked: (string | undefined)[] = [];
        const read = (token: string | undefined): Promise<Page<number>> => {
          asked.push(token);
          const index = Number(token ?? 0);
          const isLast = index === contents.length - 1;
          return Promise.resolve({
            items: contents[index]!,
            nextToken: isLast ? undefined : String(index + 1),
          });
        };
        expect(await all(pages(read))).to.deep.equal(contents.flat());
        expect(asked).to.deep.equal(contents.map((_, index) => (index === 0 ? undefined : String(index))));
      }),
    );
  });

  it('ends at an empty token', async () => {
    expect(await all(pages(() => Promise.resolve({ items: [1], nextToken: '' })))).to.deep.equal([1]);
  });

  it('fails if a page leads to itself, since the list would never end', async () => {
    let calls = 0;
    const read = () => {
      calls += 1;
      return Promise.resolve({ items: [calls], nextToken: 'same' });
    };
    expect((await rejection(all(pages(read)))).code).to.equal('BAD_RESPONSE');
    expect(calls).to.equal(2);
  });

  it('fails if an answer has no list, instead of returning an empty one', async () => {
    const { code } = await rejection(all(pages(() => Promise.resolve({ items: undefined }))));
    expect(code).to.equal('BAD_RESPONSE');
  });

  for (const tokens of [
    ['a', 'a'],
    ['a', 'b', 'a'],
    ['a', 'b', 'c', 'b'],
  ]) {
    it(`fails if a list leads back to an earlier page: ${tokens.join(' → ')}`, async () => {
      let calls = 0;
      const read = () => {
        calls += 1;
        const metadata = { requestId: `r-${calls}` };
        return Promise.resolve({ items: [calls], nextToken: tokens[calls - 1] ?? tokens[0], metadata });
      };
      const given: number[] = [];
      const error: unknown = await (async () => {
        for await (const item of pages(read)) given.push(item);
      })().catch((reason: unknown) => reason);
      const { code, requestId } = error as AdminError;
      expect([code, requestId, given, calls]).to.deep.equal([
        'BAD_RESPONSE',
        `r-${tokens.length}`,
        tokens.slice(1).map((_, index) => index + 1),
        tokens.length,
      ]);
    });
  }
});

describe('a list that leads back to an earlier page', () => {
  it('fails at the first repeated token, however late and long the loop is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 300 }), async (before, length) => {
        let calls = 0;
        const read = () => {
          const index = calls < before ? calls : before + ((calls - before) % length);
          calls += 1;
          return Promise.resolve({ items: [], nextToken: `token ${index}` });
        };
        expect((await rejection(all(eachPage(read)))).code).to.equal('BAD_RESPONSE');
        expect(calls).to.equal(before + length + 1);
      }),
    );
  });

  it('is not seen in a long list that ends', async () => {
    let calls = 0;
    const read = () => {
      calls += 1;
      return Promise.resolve({ items: [calls], nextToken: calls === 9_000 ? undefined : `token ${calls}` });
    };
    expect(await all(pages(read))).to.have.length(9_000);
  });
});

describe('a list whose tokens are always new', () => {
  for (const [what, items, maxPages, bound, most] of [
    ['empty pages', [], MAX_USER_PAGES, 10_000, '10000 empty pages'],
    ['pages without a list', undefined, MAX_USER_PAGES, 10_000, '10000 empty pages'],
    ['pages of any list', [1], undefined, 10_000, '10000 pages'],
    ['pages of the list that it is to read', [1], 300, 300, '300 pages'],
  ] as const) {
    it(`fails after ${bound} ${what}`, async () => {
      let calls = 0;
      const read = () => {
        calls += 1;
        return Promise.resolve({ items, nextToken: `token ${calls}` });
      };
      expect(toRefusal(await failureOf(eachPage(read, defined({ maxPages }))))).to.deep.equal({
        code: 'BAD_RESPONSE',
        message: `the list does not end: more than ${most}`,
        hint: CHECK_ENDPOINT,
      });
      expect(calls).to.equal(bound);
    });
  }

  it('can be as long as a list of all users that a pool can have', () => {
    const mostUsers = 40_000_000;
    expect(MAX_USER_PAGES).to.be.greaterThan(mostUsers / PAGE_SIZE);
  });

  it('is read to its end if there is an item now and then', async () => {
    let calls = 0;
    const read = () => {
      calls += 1;
      const items = calls % 9_999 === 0 ? [calls] : [];
      return Promise.resolve({ items, nextToken: calls === 30_000 ? undefined : `token ${calls}` });
    };
    expect(await all(pages(read, { maxPages: MAX_USER_PAGES }))).to.deep.equal([9_999, 19_998, 29_997]);
  });
});

describe('eachPage', () => {
  const ask: Record<string, Page<number>> = {
    first: { items: [1], nextToken: 'two' },
    two: { items: undefined, nextToken: 'three' },
    three: { items: [3], nextToken: '' },
  };
  const read = (token = 'first') => Promise.resolve(ask[token]!);

  it('returns each page with the token of the next, and the last without one', async () => {
    expect(await all(eachPage(read))).to.deep.equal([
      { items: [1], nextToken: 'two' },
      { items: [], nextToken: 'three' },
      { items: [3], nextToken: undefined },
    ]);
  });

  it('starts at the page of a given token', async () => {
    expect(await all(eachPage(read, { from: 'three' }))).to.deep.equal([{ items: [3], nextToken: undefined }]);
  });

  it('fails if the list leads back to the page that it started at', async () => {
    let calls = 0;
    const back = () => {
      calls += 1;
      return Promise.resolve({ items: [1], nextToken: 'three' });
    };
    expect([(await rejection(all(eachPage(back, { from: 'three' })))).code, calls]).to.deep.equal(['BAD_RESPONSE', 1]);
  });
});
