import { expect } from 'chai';

import { LINES, prepareForLines } from '../contract/command-lines.js';
import { ownPlace } from '../helpers/place.js';
import { runBin } from '../helpers/run-bin.js';

/** A bundle can fail although its sources work. That of the npm package is tried in loaded-modules.test.ts. */
describe('the executable', () => {
  const place = ownPlace();

  it('runs every command', async () => {
    await prepareForLines(place());
    const failed = [];
    for (const [name, argv] of LINES) {
      const { code, stdout, stderr } = await runBin([...name.split(' '), ...argv], { place: place() });
      if (code !== 0) failed.push({ name, code, stdout, stderr });
    }
    expect(failed).to.deep.equal([]);
  });
});
