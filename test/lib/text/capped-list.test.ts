import { expect } from 'chai';

import { CappedList } from '../../../src/lib/text/capped-list.js';

function listOf(count: number, limit?: number): CappedList {
  const list = new CappedList(limit);
  for (let n = 1; n <= count; n += 1) list.add(`text ${n}`);
  return list;
}

describe('CappedList', () => {
  it('shows every text up to the limit', () => {
    expect([listOf(0, 2).lines(), listOf(2, 2).lines()]).to.deep.equal([[], ['text 1', 'text 2']]);
  });

  it('counts the texts beyond the limit in a last line', () => {
    const list = listOf(5, 2);
    expect([list.count, list.lines(), list.lines((others) => `${others} others`)]).to.deep.equal([
      5,
      ['text 1', 'text 2', 'and 3 more'],
      ['text 1', 'text 2', '3 others'],
    ]);
  });

  it('keeps and counts a repeated text once', () => {
    const list = new CappedList();
    for (const text of ['same', 'same', 'other']) list.add(text);
    expect([list.count, list.lines()]).to.deep.equal([2, ['same', 'other']]);
  });

  it('shows twenty texts by default', () => {
    expect(listOf(26).lines().slice(-2)).to.deep.equal(['text 20', 'and 6 more']);
  });
});
