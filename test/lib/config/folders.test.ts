import { fileURLToPath } from 'node:url';

import { Config } from '@oclif/core';
import { expect } from 'chai';

import { foldersOf } from '../../../src/lib/config/folders.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const VARIABLES = [
  'HOME',
  ...['CACHE', 'CONFIG', 'DATA'].flatMap((kind) => [`XDG_${kind}_HOME`, `SF_ADMIN_${kind}_DIR`]),
];

describe('foldersOf', () => {
  const kept = process.env;
  afterEach(() => {
    // The object itself: a copy would not be the environment of the process.
    process.env = kept;
  });

  const environments: [what: string, environment: Record<string, string>][] = [
    ['no variables', {}],
    ['a home', { HOME: '/home/ana' }],
    ['base folders', { HOME: '/home/ana', XDG_CACHE_HOME: '/c', XDG_CONFIG_HOME: '/f', XDG_DATA_HOME: '/d' }],
    ['folders of sf-admin', { SF_ADMIN_CACHE_DIR: '/c', SF_ADMIN_CONFIG_DIR: '/f/', SF_ADMIN_DATA_DIR: 'd' }],
    ['both', { XDG_CACHE_HOME: '/x', SF_ADMIN_CACHE_DIR: '/c', XDG_DATA_HOME: '/x', SF_ADMIN_DATA_DIR: '/d' }],
    ['empty variables', Object.fromEntries(VARIABLES.map((name) => [name, '']))],
  ];
  for (const [what, environment] of environments) {
    it(`chooses the folders that oclif chooses: ${what}`, async () => {
      const others = Object.entries(kept).filter(([name]) => !VARIABLES.includes(name));
      process.env = { ...Object.fromEntries(others), ...environment };
      const { cacheDir, configDir, dataDir } = await Config.load(ROOT);
      expect(foldersOf(process.env)).to.deep.equal({ cacheDir, configDir, dataDir });
    });
  }

  it('keeps the cache in the Library of macOS', () => {
    const { cacheDir } = foldersOf({ HOME: '/Users/ana', XDG_CACHE_HOME: '/c' }, 'darwin');
    expect(cacheDir).to.equal('/Users/ana/Library/Caches/sf-admin');
  });

  it('keeps everything in the local application data of Windows', () => {
    const folders = foldersOf({ HOME: '/home/ana', LOCALAPPDATA: '/local' }, 'win32');
    expect(new Set(Object.values(folders))).to.deep.equal(new Set(['/local/sf-admin']));
  });
});
