#!/usr/bin/env node
// Runs the sources: builds first if one has changed since the last build. What the build prints goes to stderr.
'use strict';
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const script = join(__dirname, '..', 'scripts', 'build-if-stale.js');
const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(status ?? 1);
require('./run.js');
