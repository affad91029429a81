import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import type { CompiledCode } from '../../../../src/lib/cli/launcher/code-cache.js';
import { moduleLoader } from '../../../../src/lib/cli/launcher/load-modules.js';

describe('moduleLoader', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'sf-admin-'));
    fs.mkdirSync(join(folder, 'chunks'));
    fs.writeFileSync(join(folder, 'main.cjs'), "exports.sum = require('./chunks/one.cjs').one + 1;");
    fs.writeFileSync(join(folder, 'late.cjs'), "module.exports = { late: require('./chunks/one.cjs') };");
    fs.writeFileSync(
      join(folder, 'chunks', 'one.cjs'),
      "exports.one = 1; exports.again = require('../main.cjs'); exports.sep = require('node:path').sep; exports.file = __filename;",
    );
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const compiled = (...names: string[]): CompiledCode => {
    const { load, newCode } = moduleLoader({ root: folder, folder: '' }, new Map());
    for (const name of names) load(name);
    return newCode() ?? new Map<string, Uint8Array>();
  };

  it('loads each file once, with what it requires', () => {
    const { load } = moduleLoader({ root: folder, folder: '' }, new Map());
    const main = load('main.cjs');
    expect(main).to.deep.equal({ sum: 2 });
    expect(load('chunks/one.cjs')).to.deep.equal({
      one: 1,
      again: main,
      sep: '/',
      file: join(folder, 'chunks', 'one.cjs'),
    });
  });

  it('returns the code of every file that it compiled', () => {
    expect([...compiled('main.cjs').keys()]).to.have.members(['main.cjs', 'chunks/one.cjs']);
  });

  it('has no new code if all code was given', () => {
    const { load, newCode } = moduleLoader({ root: folder, folder: '' }, compiled('main.cjs'));
    expect(load('main.cjs')).to.deep.equal({ sum: 2 });
    expect(newCode()).to.equal(undefined);
  });

  it('adds the code of further files to the given code', () => {
    const { load, newCode } = moduleLoader({ root: folder, folder: '' }, compiled('main.cjs'));
    load('late.cjs');
    expect([...(newCode()?.keys() ?? [])]).to.have.members(['main.cjs', 'chunks/one.cjs', 'late.cjs']);
  });
});
