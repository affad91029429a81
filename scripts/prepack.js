/**
 * Run by `npm pack` and `npm publish`: what they pack is always built from the sources that are there, also in a fresh
 * clone. Everything goes to stderr, because the stdout of `npm pack` is the name of the file.
 */
import { join } from 'node:path';

import { installAndBuild } from './install-and-build.js';

installAndBuild(join(import.meta.dirname, '..'), { output: 2 });
