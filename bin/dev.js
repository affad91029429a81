#!/usr/bin/env node
// Runs the sources: builds first if one has changed since the last build. What the build prints goes to stderr.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', 'scripts', 'build-if-stale.js');
const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(status ?? 1);
await import('./run.js');
