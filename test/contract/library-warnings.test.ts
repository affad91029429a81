import { mkdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

/** A library that warns in each way there is, when the command has done its work. */
const LIBRARY =
  "process.once('beforeExit',()=>{console.warn('WARNED');process.emitWarning('WARNED','DeprecationWarning','DEP0000')})";

describe('warnings of libraries', () => {
  before(requireBuild);
  const place = ownPlace();

  for (const [what, env] of [
    ['the SDK, about Node and about credentials from two sources', { AWS_PROFILE: 'production' }],
    ['any other library', { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(LIBRARY)}` }],
  ] as const) {
    it(`never reach the terminal: ${what}`, () =>
      whileServed(place(), async (url) => {
        await writeLiveContext(place(), url);
        await mkdir(place().path('.aws'));
        await writeFile(place().path('.aws/config'), '[profile production]\nregion = us-east-1\n');
        const argv = ['users', 'list', '--limit', '1', '-q'];
        const { stderr, code } = await runBin(argv, { place: place(), env: { ...ANY_CREDENTIALS, ...env } });
        expect([stderr, code]).to.deep.equal([
          '1 match (1 user scanned). There may be more: the search ended at --limit.\n',
          0,
        ]);
      }));
  }
});
