import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect } from 'chai';

import { SHIPPED_BASELINES, shippedExpectations } from '../../../../src/lib/checks/baselines/load-baselines.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

describe('the shipped baselines', () => {
  it('are in the package', async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const shipped = files.map(({ path }) => path).filter((path) => path.startsWith('baselines/'));
    expect(shipped.sort()).to.deep.equal(SHIPPED_BASELINES.map((name) => `baselines/${name}.yaml`).sort());
  }).timeout(30_000);

  for (const name of SHIPPED_BASELINES) {
    it(`give each expectation of ${name} an ID of its own, and a reason`, () => {
      const expectations = shippedExpectations(name, root);
      const ids = expectations.map(({ rule }) => rule);
      expect(new Set(ids).size).to.equal(ids.length);
      expect(expectations.filter(({ why }) => why.startsWith('The baseline'))).to.deep.equal([]);
    });
  }
});
