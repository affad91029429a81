import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { programVersion, versionCard } from '../../../../src/lib/cli/process/version.js';

const COMMIT = '4c7252f3586d98d6de3113ace912e3c0cf44da3c';

describe('programVersion', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'sf-admin-version-'));
    await mkdir(join(root, 'dist'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const built = async (text: string) => {
    await writeFile(join(root, 'dist', 'build.json'), text);
    return programVersion({ root, version: '1.2.3' });
  };
  /** What the card shows for the commit. */
  const shownCommit = (version: ReturnType<typeof programVersion>) =>
    versionCard.fields(version).flatMap((field) => ('label' in field && field.label === 'commit' ? [field.value] : []));

  it('has what the build wrote, and what it runs on', async () => {
    expect(await built(`{"commit":"${COMMIT}","modified":false,"sdk":"3.1169.0"}`)).to.deep.equal({
      version: '1.2.3',
      commit: COMMIT,
      modified: false,
      sdk: '3.1169.0',
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      executable: false,
    });
  });

  for (const [of, text, commit] of [
    ['a commit', `{"commit":"${COMMIT}","modified":false,"sdk":"3.0.0"}`, '4c7252f3586d'],
    ['a modified checkout', `{"commit":"${COMMIT}","modified":true,"sdk":"3.0.0"}`, '4c7252f3586d (modified)'],
    ['a build outside a checkout', '{"commit":null,"modified":null,"sdk":"3.0.0"}', 'unknown'],
  ] as const) {
    it(`shows the commit of ${of}`, async () => {
      expect(shownCommit(await built(text))).to.deep.equal([commit]);
    });
  }

  it('does not know the commit of sources that were never built', () => {
    const version = programVersion({ root: join(root, 'none'), version: '1.2.3' });
    expect([version.sdk, shownCommit(version)]).to.deep.equal([null, ['unknown']]);
  });
});
