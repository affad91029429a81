import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { AdminError } from '../../errors.js';

/**
 * Opens a URL in the browser of the person, with the platform's own program. It does not wait for the browser.
 *
 * @throws AdminError USAGE if there is no such program
 */
export async function openInBrowser(url: string): Promise<void> {
  const [program, ...argv] = OPENERS[process.platform] ?? ['xdg-open'];
  // No shell, which would read parts of the URL as its own syntax.
  const child = spawn(program, [...argv, url], { detached: true, stdio: 'ignore' });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new AdminError('USAGE', `no browser can be opened: ${program} does not run here`, {
      cause: error,
      hint: 'Open the URL yourself, without --browser.',
    });
  }
  child.unref();
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [program: string, ...argv: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
