/**
 * Prints what the release workflow decides by, as lines for $GITHUB_OUTPUT: the version of package.json; whether it is new,
 * that is, has no tag yet; and whether npm may publish it, which `"private": true` forbids.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { version, private: isPrivate = false } = JSON.parse(readFileSync('package.json', 'utf8'));
const tags = execFileSync('git', ['ls-remote', '--tags', 'origin', `refs/tags/v${version}`], { encoding: 'utf8' });
process.stdout.write(`version=${version}\nnew=${tags === ''}\nnpm=${!isPrivate}\n`);
