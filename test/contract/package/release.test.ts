import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import { parse } from 'yaml';

import { cleanEnvironment } from '../../helpers/place.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const WORKFLOWS = join(ROOT, '.github/workflows');

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>>;
}

describe('the workflows of GitHub', () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts,
  );
  /** What a text calls that does not exist in this repository. */
  const missingIn = (text: string): string[] => [
    ...[...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name).filter((name) => !scripts.includes(name)),
    ...[...text.matchAll(/(?:^|\s)((?:\.ci|scripts)\/[\w./-]+)/g)]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path))),
  ];

  it('are checked for scripts that do not exist', () => {
    expect(missingIn('npm run no:such && node scripts/none.js && .ci/none')).to.deep.equal([
      'no:such',
      'scripts/none.js',
      '.ci/none',
    ]);
  });

  for (const name of readdirSync(WORKFLOWS)) {
    const workflow = parse(readFileSync(join(WORKFLOWS, name), 'utf8')) as Workflow;
    const jobs = Object.values(workflow.jobs);
    const steps = jobs.flatMap((job) => job.steps);

    it(`${name} runs only scripts that exist`, () => {
      const texts = steps.flatMap(({ run, with: options }) => [run ?? '', ...Object.values(options ?? {}).map(String)]);
      expect(texts.flatMap(missingIn)).to.deep.equal([]);
    });

    it(`${name} names a version of each action, and ends in a limited time`, () => {
      const actions = steps.flatMap(({ uses }) => uses ?? []);
      expect(actions.filter((action) => !/^[\w.-]+\/[\w./-]+@(v\d+|[\da-f]{40})$/.test(action))).to.deep.equal([]);
      expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).to.deep.equal([]);
    });

    it(`${name} may write only where a job says so`, () => {
      expect(workflow.permissions).to.deep.equal({ contents: 'read' });
    });

    it(`${name} has no expression inside a script, where text from outside could become code`, () => {
      expect(steps.filter(({ run }) => run?.includes('${{'))).to.deep.equal([]);
    });
  }
});

describe('the scripts of a release', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-release-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const options = () => ({
    cwd: join(folder, 'checkout'),
    env: { ...cleanEnvironment(), HOME: folder },
    encoding: 'utf8' as const,
    stdio: 'pipe' as const,
  });
  const script = (name: string): string =>
    execFileSync(process.execPath, [join(ROOT, 'scripts/release', name)], options());
  /** A checkout of a package, with a remote repository. */
  const checkout = async (manifest: object, changelog = ''): Promise<void> => {
    const file = (name: string): string => join(folder, 'checkout', name);
    await mkdir(file(''));
    await writeFile(file('package.json'), JSON.stringify(manifest));
    await writeFile(file('CHANGELOG.md'), changelog);
    execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'remote')]);
    for (const argv of [
      ['init', '--quiet'],
      ['remote', 'add', 'origin', join(folder, 'remote')],
      ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'First'],
    ]) {
      execFileSync('git', argv, options());
    }
  };

  it('release a version that has no tag yet, and only once', async () => {
    await checkout({ version: '1.2.3', private: true });
    expect(script('plan.js')).to.equal('version=1.2.3\nnew=true\nnpm=false\n');
    execFileSync('git', ['push', '--quiet', 'origin', 'HEAD:refs/tags/v1.2.3'], options());
    expect(script('plan.js')).to.equal('version=1.2.3\nnew=false\nnpm=false\n');
  });

  it('publish to npm unless the package is private', async () => {
    await checkout({ version: '1.2.3' });
    expect(script('plan.js')).to.include('npm=true\n');
  });

  it('print the changes of the version, and of no other', async () => {
    await checkout(
      { version: '1.2.0' },
      '# sf-admin\n\n## 1.2.0-beta.1\n\n- Zero\n\n## 1.2.0\n\n### Minor Changes\n\n- One\n\n## 1.1.0\n\n- Two\n',
    );
    expect(script('notes.js')).to.equal('### Minor Changes\n\n- One\n');
  });

  it('make no release without a section in the changelog', async () => {
    await checkout({ version: '1.3.0' }, '# sf-admin\n\n## 1.2.0\n\n- One\n');
    expect(() => script('notes.js')).to.throw('CHANGELOG.md has no section for 1.3.0');
  });
});
