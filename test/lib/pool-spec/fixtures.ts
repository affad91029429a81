import { readFileSync } from 'node:fs';

import { type PoolFile, type PoolFileOptions, readPoolFile } from '../../../src/lib/pool-spec/source/read-pool-file.js';

const FOLDER = new URL('../../fixtures/pool-files/', import.meta.url);

/** The files of test/fixtures/pool-files. */
export const FIXTURES = ['openmcf-staging', 'openmcf-production', 'stacktape', 'sam'] as const;

export type Fixture = (typeof FIXTURES)[number];

export function fixtureText(name: Fixture): string {
  return readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8');
}

export function readFixture(name: Fixture, options?: PoolFileOptions): PoolFile {
  return readPoolFile(`${name}.yaml`, fixtureText(name), options);
}
