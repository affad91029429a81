/**
 * Writes dist/build.json: the commit that was built, whether files differ from it, and the version of the AWS SDK. It runs
 * after everything that writes files which git tracks.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const SDK = 'node_modules/@aws-sdk/client-cognito-identity-provider/package.json';

const { version: sdk } = JSON.parse(readFileSync(SDK, 'utf8'));
writeFileSync('dist/build.json', `${JSON.stringify({ ...checkedOut(), sdk })}\n`);

function checkedOut() {
  try {
    const [prefix, commit] = git('rev-parse', '--show-prefix', 'HEAD').split('\n');
    // An unpacked archive may be in the checkout of something else.
    if (prefix === '') return { commit, modified: git('status', '--porcelain').trim() !== '' };
  } catch {
    // Not a checkout, or git is not installed.
  }
  return { commit: null, modified: null };
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
