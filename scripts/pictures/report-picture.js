import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { ownHome } from '../own-home.js';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/** The upper part of the report on a sandbox of 240 users, as PNG. */
export async function pictureOfReport() {
  const home = ownHome('sf-admin-pictures');
  const file = join(home.folder, 'report.html');
  try {
    const run = (...args) =>
      execFileSync(process.execPath, [BIN, ...args], { env: home.env, stdio: ['ignore', 'ignore', 'pipe'] });
    run('sandbox', 'reset', '--users', '240');
    run('report', '--to', file);
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
      await page.goto(pathToFileURL(file).href);
      // The name of the machine says nothing to a reader.
      await page.evaluate(showMadeBy, 'ana on desk');
      return await page.screenshot();
    } finally {
      await browser.close();
    }
  } finally {
    home.remove();
  }
}

function showMadeBy(text) {
  const { document } = globalThis;
  const labels = [...document.querySelectorAll('dt')];
  labels.find(({ textContent }) => textContent === 'made by').nextElementSibling.textContent = text;
}
