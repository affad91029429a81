import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** No request of its own, and no sandbox, which a container does not allow. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with a profile of its own. */
export class Browser {
  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static isInstalled(): boolean {
    return existsSync(CHROMIUM);
  }

  /** @throws Error if Chromium is not installed, with what to install */
  static async launch(): Promise<Browser> {
    if (!Browser.isInstalled()) {
      throw new Error(
        `${CHROMIUM} is missing. Install it: apt-get install chromium; elsewhere set CHROMIUM to its path`,
      );
    }
    const profile = await mkdtemp(join(tmpdir(), 'sf-admin-chromium-'));
    const context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS });
    return new Browser(context, profile);
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }

  newPage(): Promise<Page> {
    return this.context.newPage();
  }
}
