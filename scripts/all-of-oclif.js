/** Runs sf-admin as the launcher does what it does not know: with all of oclif, from ES modules. */
import { join } from 'node:path';

import { main } from '../dist/lib/cli/main.js';

await main(join(import.meta.dirname, '..'));
