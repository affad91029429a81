import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The TypeScript files of a folder, as paths below it. */
function files(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).sort();
}

/** Folders without tests of their own, with what tests them. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
  'cli/approvals': 'test/commands/access/review.test.ts',
  'cli/checks': 'test/commands/pool, test/commands/client and test/commands/users/check.test.ts',
  'cli/reports':
    'test/commands/report.test.ts, test/commands/history/report.test.ts and test/commands/users/report.test.ts',
  'reports/review': 'test/commands/access/review.test.ts',
  reviews: 'test/commands/access/review.test.ts',
  'reports/user': 'test/commands/users/report.test.ts',
  'cli/flags': 'test/commands and test/contract/flags.test.ts',
  'cli/hooks': 'test/contract/bad-input.test.ts',
  'sandbox/sign-in/factors': 'test/lib/sandbox/sign-in/second-factors.test.ts',
  'sandbox/sign-in': 'test/lib/sandbox/operations/sign-in',
};

/** Test files about a behaviour of several files, with what they test. */
const NAMED_AFTER_BEHAVIOUR: Readonly<Record<string, string>> = {
  'changes/approval.test.ts': 'consent.ts where a second person has to approve',
  'checks/fix-commands.test.ts': 'the commands that findings name',
  'checks/report/formats.test.ts': 'markdown.ts, sarif.ts and junit.ts on the same findings',
  'client/two-machines.test.ts': 'edit-urls.ts on two machines at once',
  'cognito/client/secrets.test.ts': 'no secret is in an error or a log',
  'cognito/pacing/paced-calls.test.ts': 'a client with a pace',
  'config/file/previous-version.test.ts': 'contexts files of the previous version',
  'history/file/append-processes.test.ts': 'append.ts in several processes',
  'history/previous-version.test.ts': 'histories of the previous version',
  'input/hostile.test.ts': 'hostile input files',
  'output/hostile-text.test.ts': 'everything that writes text for people',
  'sandbox/operations/account/token-operations.test.ts': 'the operations that take an access token',
  'sandbox/operations/pool/stored/stored-configuration.test.ts': 'what the sandbox only stores of a pool',
  'sandbox/operations/refusals/refusals.test.ts': 'the documented refusals of every operation',
  'sandbox/operations/request-members.test.ts': 'the members of the requests of every operation',
  'sandbox/sign-in/rotation.test.ts': 'refresh tokens that are replaced',
  'sandbox/sign-in/second-factors.test.ts': 'factors/ at a sign-in',
  'sandbox/sign-in/srp.test.ts': 'a sign-in with SRP',
  'text/linear-patterns.test.ts': 'every pattern on long texts',
  'reports/document/pages.test.ts': 'html-page.ts and markdown-page.ts on the same documents',
  'runs/result-files/credentials.test.ts': 'credentials-file.ts as part of a run',
  'runs/resume/previous-version.test.ts': 'runs of the previous version',
  'runs/resume/resume.test.ts': 'a run that is resumed',
  'sandbox/state/older-state.test.ts': 'state files of previous versions',
  'sandbox/state/processes.test.ts': 'store.ts in several processes',
  'users/changes/create-under-faults.test.ts': 'create-user.ts against a faulty endpoint',
  'users/export/previous-version.test.ts': 'export checkpoints of the previous version',
};

describe('the structure of src and test', () => {
  const sources = files('src/lib');
  const tests = files('test/lib').filter((file) => file.endsWith('.test.ts'));

  it('has at most 15 files in each folder of src/lib', () => {
    const folders = [...new Set(sources.map(dirname))];
    const sizes = folders.map((folder) => [folder, sources.filter((file) => dirname(file) === folder).length]);
    expect(sizes.filter(([, size]) => Number(size) > 15)).to.deep.equal([]);
  });

  it('has at most 250 lines in each file of src that a person writes', () => {
    const written = files('src').filter((file) => file !== 'lib/permissions/command-operations.ts');
    const lengths = written.map((file) => {
      const text = readFileSync(join(ROOT, 'src', file), 'utf8');
      return [file, text.trimEnd().split('\n').length];
    });
    expect(lengths.filter(([, length]) => Number(length) > 250)).to.deep.equal([]);
  });

  it('has no comment that is much wider than the code, which is formatted to 120 characters', () => {
    const wide = ['src', 'test'].flatMap((folder) =>
      files(folder).flatMap((file) => {
        const lines = readFileSync(join(ROOT, folder, file), 'utf8').split('\n');
        return lines.filter((line) => line.length > 128 && /^ *(?:\/\/|\/?\*)/.test(line)).map((line) => [file, line]);
      }),
    );
    expect(wide).to.deep.equal([]);
  });

  it('has tests for each folder of src/lib under the same path', () => {
    const folders = [...new Set(sources.map(dirname))].filter((folder) => folder !== '.');
    const hasTests = (folder: string) => tests.some((test) => test.startsWith(`${folder}/`));
    const untested = folders.filter((folder) => !hasTests(folder) && !Object.hasOwn(TESTED_ELSEWHERE, folder));
    expect(untested).to.deep.equal([]);
  });

  it('has a source file for each test file', () => {
    const orphans = tests.filter((test) => {
      const source = test.replace(/(\.property)?\.test\.ts$/, '.ts');
      return !existsSync(join(ROOT, 'src/lib', source)) && !Object.hasOwn(NAMED_AFTER_BEHAVIOUR, test);
    });
    expect(orphans).to.deep.equal([]);
  });
});
