/**
 * Run by `npm install` and `npm ci`: lets git use the hooks in .githooks. Does nothing in CI, outside a git checkout,
 * or where core.hooksPath is already set.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

if (process.env.CI === undefined && existsSync(join(root, '.git'))) {
  const isSet = spawnSync('git', ['config', '--get', 'core.hooksPath'], { cwd: root }).status === 0;
  if (!isSet) spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { cwd: root });
}
