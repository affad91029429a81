import { expect } from 'chai';
import fc from 'fast-check';
import { eachPage, type Page, pages } from '../../../../src/lib/cognito/client/pages.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { rejection } from '../../conventions/refusal.js';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('pages', () => {
  it('gives every item of every page once, in order, empty pages or not', async () => {
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

  it('ends where a page asks for itself again, which would go on for ever', async () => {
    let calls = 0;
    const read = () => {
      calls += 1;
      return Promise.resolve({ items: [calls], nextToken: 'same' });
    };
    expect((await rejection(all(pages(read)))).code).to.equal('BAD_RESPONSE');
    expect(calls).to.equal(2);
  });

  it('does not take an answer without a list for an empty one', async () => {
    const { code } = await rejection(all(pages(() => Promise.resolve({ items: undefined }))));
    expect(code).to.equal('BAD_RESPONSE');
  });

  for (const tokens of [
    ['a', 'a'],
    ['a', 'b', 'a'],
    ['a', 'b', 'c', 'b'],
  ]) {
    it(`does not go round in a list that leads back to an earlier page: ${tokens.join(' → ')}`, async () => {
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

describe('eachPage', () => {
  const ask: Record<string, Page<number>> = {
    first: { items: [1], nextToken: 'two' },
    two: { items: undefined, nextToken: 'three' },
    three: { items: [3], nextToken: '' },
  };
  const read = (token = 'first') => Promise.resolve(ask[token]!);

  it('gives each page with the token of the next, and the last without one', async () => {
    expect(await all(eachPage(read))).to.deep.equal([
      { items: [1], nextToken: 'two' },
      { items: [], nextToken: 'three' },
      { items: [3], nextToken: undefined },
    ]);
  });

  it('begins at the page of a token', async () => {
    expect(await all(eachPage(read, 'three'))).to.deep.equal([{ items: [3], nextToken: undefined }]);
  });

  it('does not go back to the page that it began at', async () => {
    let calls = 0;
    const back = () => {
      calls += 1;
      return Promise.resolve({ items: [1], nextToken: 'three' });
    };
    expect([(await rejection(all(eachPage(back, 'three')))).code, calls]).to.deep.equal(['BAD_RESPONSE', 1]);
  });
});
