import { readdir } from 'node:fs/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import { SpilledMap } from '../../../src/lib/files/spilled-map.js';
import { temporaryFolder } from '../config/temporary-folder.js';

describe('SpilledMap', () => {
  const folder = temporaryFolder();
  const open: SpilledMap[] = [];
  const spilledMap = (buffered?: number) => {
    const map = new SpilledMap(folder.path('map'), { valueBytes: 4, buffered });
    open.push(map);
    return map;
  };
  afterEach(() => {
    for (const map of open.splice(0)) map.close();
  });

  for (const [where, buffered] of [
    ['in memory', undefined],
    ['in a file', 3],
  ] as const) {
    it(`adds and returns the first value of any key like a Map does, with the records ${where}`, () => {
      const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 500 }).map(String));
      const value = fc.integer({ min: 0, max: 2 ** 32 - 1 });
      fc.assert(
        fc.property(fc.array(fc.tuple(key, value), { maxLength: 1000 }), (entries) => {
          const spilled = spilledMap(buffered);
          const map = new Map<string, number>();
          for (const [text, number] of entries) {
            expect(spilled.add(text, bytes(number))?.readUInt32LE()).to.equal(map.get(text));
            if (!map.has(text)) map.set(text, number);
          }
          for (const text of [...map.keys(), 'another key']) {
            expect(spilled.get(text)?.readUInt32LE()).to.equal(map.get(text));
          }
        }),
        { numRuns: 30 },
      );
    });
  }

  it('replaces the values of the keys that it has, in memory and in the file', () => {
    const map = spilledMap(3);
    const names = Array.from({ length: 10 }, (_, index) => `user${index}`);
    for (const [index, name] of names.entries()) map.add(name, bytes(index));
    for (const name of [...names, 'nobody']) map.replace(name, bytes(99));
    map.add('eve', bytes(1));
    const values = [...names, 'eve', 'nobody'].map((name) => map.get(name)?.readUInt32LE());
    expect(values).to.deep.equal([...names.map(() => 99), 1, undefined]);
  });

  it('gives the values of all keys, in memory and in the file', () => {
    const map = spilledMap(3);
    const all = Array.from({ length: 10 }, (_, index) => index);
    for (const index of all) map.add(`user${index}`, bytes(index));
    map.replace('user1', bytes(99));
    const values = [...map.values()].map((value) => value.readUInt32LE());
    expect(values).to.deep.equal([0, 99, ...all.slice(2)]);
  });

  it('returns a value that later keys do not change', () => {
    const map = spilledMap(2);
    map.add('ana', bytes(1));
    const found = map.add('ana', bytes(2));
    for (let number = 3; number < 20; number += 1) map.add(`user${number}`, bytes(number));
    expect(found?.readUInt32LE()).to.equal(1);
  });

  it('leaves no file behind, and writes one only if it has many keys', async () => {
    const map = spilledMap(2);
    map.add('ana', bytes(1));
    map.add('ben', bytes(2));
    expect(await readdir(folder.path(''))).to.deep.equal([]);
    const blocked = new SpilledMap(folder.path('no-folder/map'), { valueBytes: 4, buffered: 1 });
    blocked.add('ana', bytes(1));
    expect(() => blocked.add('ben', bytes(2))).to.throw('ENOENT');
    map.add('eve', bytes(3));
    expect(await readdir(folder.path(''))).to.deep.equal([]);
  });
});

function bytes(number: number): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32LE(number);
  return value;
}
