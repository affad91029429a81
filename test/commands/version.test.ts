import { expect } from 'chai';

import Version from '../../src/commands/version.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';

const { node } = process.versions;
const PLATFORM = `${process.platform}-${process.arch}`;

describe('version', () => {
  const run = commandRunner(ownPlace());

  it('shows what runs and what it runs on', async () => {
    const { stdout, exitCode } = await run(Version);
    const [fields] = [stdout.split('\n').map((line) => line.split(/ {2,}/))];
    expect({ labels: fields.map(([label]) => label), exitCode }).to.deep.equal({
      labels: ['version', 'commit', 'AWS SDK', 'Node', 'platform', 'executable', ''],
      exitCode: 0,
    });
    expect(fields.map(([, value]) => value)).to.include.members([node, PLATFORM, 'no']);
  });

  it('prints only the version with -q, which begins that of --version', async () => {
    const { stdout } = await run(Version, ['-q']);
    const { version } = JSON.parse((await run(Version, ['-o', 'json'])).stdout) as { version: string };
    expect(stdout).to.equal(`${version}\n`);
  });
});
