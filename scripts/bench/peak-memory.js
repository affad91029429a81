// Imported into a program that is measured: at its end, writes its peak memory in KB to the file PEAK_MEMORY_FILE.
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
