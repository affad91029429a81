import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import fc from 'fast-check';

import { type CodeCache, openCodeCache } from '../../../../src/lib/cli/launcher/code-cache.js';

const CODE = new Map([
  ['commands/users/list.cjs', Buffer.from('compiled list')],
  ['chunks/errors.cjs', Buffer.from([0, 10, 255])],
  ['chunks/empty.cjs', Buffer.alloc(0)],
]);

describe('the cache of compiled code', () => {
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = fs.mkdtempSync(join(tmpdir(), 'sf-admin-'));
    folder = join(home, 'cache', 'code');
  });
  afterEach(() => {
    fs.chmodSync(home, 0o700);
    fs.rmSync(home, { recursive: true, force: true });
  });

  const open = (key = 'build 1'): CodeCache | undefined => openCodeCache(folder, { name: 'users-list', key });
  const stored = (key?: string): [string, string][] | undefined => {
    const cache = open(key);
    return cache && [...cache.code].map(([name, code]) => [name, Buffer.from(code).toString('hex')]);
  };
  const saved = [...CODE].map(([name, code]) => [name, code.toString('hex')]);
  const file = (): string => join(folder, 'users-list');
  const save = (): void => open()?.save(CODE);

  it('is empty at first, in a folder of the user alone', () => {
    expect(stored()).to.deep.equal([]);
    expect(fs.statSync(folder).mode & 0o777).to.equal(0o700);
  });

  it('returns what was saved, from one file of the user alone', () => {
    save();
    expect(stored()).to.deep.equal(saved);
    expect(fs.readdirSync(folder)).to.deep.equal(['users-list']);
    expect(fs.statSync(file()).mode & 0o777).to.equal(0o600);
  });

  it('returns nothing of another build or another Node', () => {
    save();
    expect(stored('build 2')).to.deep.equal([]);
  });

  it('returns nothing of a file with a flipped bit, whichever it is', () => {
    save();
    const bytes = fs.readFileSync(file());
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        fs.writeFileSync(file(), flipped);
        expect(stored()).to.deep.equal([]);
      }),
    );
  });

  it('returns nothing of a file that was cut, wherever', () => {
    save();
    const bytes = fs.readFileSync(file());
    for (let length = 0; length < bytes.length; length++) {
      fs.writeFileSync(file(), bytes.subarray(0, length));
      expect(stored()).to.deep.equal([]);
    }
  });

  const put = {
    foreign: () => {
      fs.writeFileSync(file(), 'hello\n'.repeat(100));
    },
    writable: () => {
      fs.chmodSync(file(), 0o622);
    },
    link: () => {
      fs.renameSync(file(), `${file()}-2`);
      fs.symlinkSync(`${file()}-2`, file());
    },
    folder: () => {
      fs.rmSync(file());
      fs.mkdirSync(file());
    },
  };
  const foreignFiles = [
    ['a file of something else', put.foreign],
    ['a file that others can write', put.writable],
    ['a link to a file', put.link],
    ['a folder', put.folder],
  ] as const;
  for (const [what, putIt] of foreignFiles) {
    it(`takes ${what} for no code`, () => {
      save();
      putIt();
      expect(stored()).to.deep.equal([]);
    });
  }

  const make = {
    shared: () => {
      fs.mkdirSync(folder, { recursive: true });
      fs.chmodSync(folder, 0o777);
    },
    link: () => {
      fs.mkdirSync(join(home, 'cache'));
      fs.symlinkSync(home, folder);
    },
    file: () => {
      fs.mkdirSync(join(home, 'cache'));
      fs.writeFileSync(folder, '');
    },
    blocked: () => {
      fs.writeFileSync(join(home, 'cache'), '');
    },
    missingInProc: () => {
      folder = '/proc/cache/code';
    },
  };
  const unusableFolders = [
    ['can be written by others', make.shared],
    ['is a link', make.link],
    ['is a file', make.file],
    ['cannot be made', make.blocked],
    // Node's recursive mkdir would never return.
    ['would be in /proc', make.missingInProc],
  ] as const;
  for (const [what, makeIt] of unusableFolders) {
    it(`is not used if its folder ${what}`, () => {
      makeIt();
      expect(open()).to.equal(undefined);
    });
  }

  it('is not used if its folder belongs to another user', function () {
    if (process.getuid?.() !== 0) this.skip();
    save();
    fs.chownSync(folder, 1, 1);
    expect(open()).to.equal(undefined);
  });

  it('takes a file of another user for no code', function () {
    if (process.getuid?.() !== 0) this.skip();
    save();
    fs.chownSync(file(), 1, 1);
    expect(stored()).to.deep.equal([]);
  });

  it('ignores that the code cannot be saved', () => {
    const cache = open();
    fs.rmSync(folder, { recursive: true });
    cache?.save(CODE);
    expect(stored()).to.deep.equal([]);
  });
});
