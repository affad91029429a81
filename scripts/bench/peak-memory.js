// Imported before a program that is measured: writes the most memory that it held, in KB, to the file that
// PEAK_MEMORY_FILE names, when it ends.
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
