/**
 * `npm run pictures`: makes the pictures of the README from real output of the built command on the sandbox.
 * docs/pictures/terminal.svg is always the same for the same output, and a test compares it; docs/pictures/report.png needs
 * Chromium, and shows the dates of the day on which it was made.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pictureOfReport } from './pictures/report-picture.js';
import { terminalPicture } from './pictures/terminal-picture.js';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'pictures');

writeFileSync(join(FOLDER, 'terminal.svg'), terminalPicture());
writeFileSync(join(FOLDER, 'report.png'), await pictureOfReport());
