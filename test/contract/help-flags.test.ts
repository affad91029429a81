import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { runBin } from '../helpers/run-bin.js';

describe('-h and -v', () => {
  const place = ownPlace();
  const run = (...argv: string[]) => runBin(argv, { place: place() });

  for (const words of [[], ['users'], ['users', 'disable']]) {
    it(`-h is --help: sf-admin ${words.join(' ')}`, async () => {
      const [short, long] = await Promise.all([run(...words, '-h'), run(...words, '--help')]);
      expect(short).to.deep.equal(long);
      expect([short.code, short.stdout.includes('USAGE')]).to.deep.equal([0, true]);
    });
  }

  it('-v is unknown, with --version as suggestion', async () => {
    expect(await run('-v')).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'error: unknown command "-v"\n  Did you mean --version? All commands: sf-admin --help\n',
    });
  });
});
