/**
 * Builds the program if `dist` is missing or older than a source. With --check it builds nothing and exits with 1
 * instead: the tests of the built program run in several processes, and two builds at once would destroy each other.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

if (isStale()) {
  if (process.argv.includes('--check')) {
    process.stderr.write('dist is missing or older than src. Run: npm run build\n');
    process.exitCode = 1;
  } else {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    process.exitCode = spawnSync(npm, ['run', 'build'], { cwd: root, stdio: 'inherit' }).status ?? 1;
  }
}

function isStale() {
  // The last file that a build writes.
  const built = statSync(join(root, 'dist', 'build.json'), { throwIfNoEntry: false });
  return built === undefined || built.mtimeMs < newestSource();
}

/** Of the program, and of what builds it. */
function newestSource() {
  const entries = ['src', 'scripts/build'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  );
  const paths = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  return Math.max(...[...paths, join(root, 'scripts/build.js')].map((path) => statSync(path).mtimeMs));
}
