import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { batchWrites } from '../../../src/lib/files/batch-writes.js';

/** A write that ends when it is let, and the batches it was given. */
function heldWrite() {
  const batches: (readonly string[])[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const write = (items: readonly string[]) => {
    batches.push(items);
    return new Promise<void>((resolve, reject) => {
      ends.push((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  };
  return {
    batches,
    write,
    end: (error?: Error) => {
      ends.shift()!(error);
    },
  };
}

describe('batchWrites', () => {
  it('writes together what is added during one write, in the order of the calls', async () => {
    const { batches, write, end } = heldWrite();
    const writes = batchWrites(write);
    const added = ['a', 'b', 'c'].map((item) => writes.add(item));
    end();
    await added[0];
    end();
    await Promise.all(added);
    expect(batches).to.deep.equal([['a'], ['b', 'c']]);
  });

  it('rejects each item of a failed write, and makes the next', async () => {
    const { write, end } = heldWrite();
    const writes = batchWrites(write);
    const added = Promise.allSettled(['a', 'b'].map((item) => writes.add(item)));
    end(new Error('disk full'));
    await delay(0);
    end();
    expect((await added).map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
  });

  it('gathers more items after a write of several, if asked to', async () => {
    const { batches, write, end } = heldWrite();
    const writes = batchWrites(write, { gatherMs: 1 });
    const first = ['a', 'b', 'c'].map((item) => writes.add(item));
    end();
    await first[0];
    const second = [writes.add('d')];
    end();
    await first[1];
    second.push(writes.add('e'));
    while (batches.length < 3) await delay(1);
    end();
    await Promise.all(second);
    expect(batches).to.deep.equal([['a'], ['b', 'c'], ['d', 'e']]);
  });

  it('is idle only when nothing waits', async () => {
    const { write, end } = heldWrite();
    const writes = batchWrites(write);
    const log: string[] = [];
    const added = writes.add('a').then(() => log.push('written'));
    const idle = writes.idle().then(() => log.push('idle'));
    end();
    await Promise.all([added, idle]);
    await writes.idle();
    expect(log).to.deep.equal(['written', 'idle']);
  });
});
