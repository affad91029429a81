import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { expect } from 'chai';
import type { Page } from 'playwright-core';

import HistoryReport from '../../../src/commands/history/report.js';
import Report from '../../../src/commands/report.js';
import UsersReport from '../../../src/commands/users/report.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import type { PoolState } from '../../../src/lib/sandbox/state/state.js';
import { Browser } from '../../helpers/browser.js';
import { Place } from '../../helpers/place.js';
import { type CommandClass, runCommand } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';

/** Texts that would run, load or reorder something as markup. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '\u202egnp.exe " onload="alert(1)',
];

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Users = PoolState['users'];

/** Fills a pool: with no users, with one tenant, with hostile texts in 300 tenants and long names. */
const POOLS: Readonly<Record<string, (pool: PoolState) => void>> = {
  seeded: () => undefined,
  'without users': (pool) => {
    pool.users = {};
  },
  'with one tenant': (pool) => {
    pool.users = ofTenants(pool.users, () => 'tenant_001');
  },
  'with 300 tenants, long names and hostile texts': (pool) => {
    const [one] = Object.values(pool.users);
    const copies = Array.from({ length: 300 }, (_, index) => {
      const username = `5af10000-0000-4000-8000-1${String(index).padStart(11, '0')}`;
      const text = HOSTILE[index % HOSTILE.length]!;
      const email = `${'long'.repeat(20)}${index}@tenant.example`;
      const role = index % 3 === 0 ? text.replaceAll(',', '') : 'itsm_admin';
      const attributes = { ...one!.attributes, sub: username, email, 'custom:role': role, given_name: text };
      return [username, { ...one!, username, attributes }] as const;
    });
    pool.users = ofTenants({ ...pool.users, ...Object.fromEntries(copies) }, (index) =>
      index < HOSTILE.length ? HOSTILE[index]! : `tenant_${String(index).padStart(3, '0')}`,
    );
  },
};

function ofTenants(users: Users, tenant: (index: number) => string): Users {
  const moved = Object.entries(users).map(([name, user], index) => {
    const attributes = { ...user.attributes, 'custom:tenant_id': tenant(index) };
    return [name, { ...user, attributes }] as const;
  });
  return Object.fromEntries(moved);
}

/** What a page does beyond showing itself. */
interface Noise {
  readonly console: string[];
  readonly requests: string[];
  readonly dialogs: string[];
}

describe('the pages of reports in Chromium', () => {
  let browser: Browser | undefined;
  let place: Place;

  before(async function () {
    // As for the tests of prompts, which need tmux: `npm cit` must pass with Node and git alone. CI installs Chromium.
    if (process.env.CI === undefined && !Browser.isInstalled()) this.skip();
    browser = await Browser.launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    place = await Place.make();
  });
  afterEach(() => place.remove());

  async function pageOf(
    Command: CommandClass,
    argv: readonly string[],
  ): Promise<{ file: string; page: Page; noise: Noise }> {
    const file = place.path(`${Command.name}.html`);
    const { exitCode, stderr } = await runCommand(Command, [...argv, '--to', file], { place });
    expect(exitCode, stderr).to.equal(0);
    const page = await browser!.newPage();
    const noise: Noise = { console: [], requests: [], dialogs: [] };
    page.on('console', (message) => noise.console.push(message.text()));
    page.on('pageerror', (error) => noise.console.push(error.message));
    page.on('request', (request) => noise.requests.push(request.url()));
    page.on('dialog', (dialog) => {
      noise.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    return { file, page, noise };
  }

  /** Checks everything that holds for each page, in both colour schemes, on a phone and on a desktop. */
  async function expectGood({ file, page, noise }: Awaited<ReturnType<typeof pageOf>>): Promise<void> {
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await background(page)).to.equal(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 25, 30)');
    }
    for (const width of [1440, 375]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `scrolls at ${width} px`).to.equal(width);
      expect(await smallestText(page), `text at ${width} px`).to.be.at.least(9.5);
      expect(await outside(page), `is outside at ${width} px`).to.deep.equal([]);
    }
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(noise).to.deep.equal({ console: [], requests: [pathToFileURL(file).href], dialogs: [] });
  }

  /** axe-core takes seconds for a page; of the dark page only the colours are another matter. */
  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(await readFile(AXE, 'utf8'));
    for (const [colorScheme, options] of [
      ['light', { resultTypes: ['violations'] }],
      ['dark', { resultTypes: ['violations'], runOnly: ['color-contrast'] }],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate<{
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      }>(`axe.run(${JSON.stringify(options)})`);
      const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).to.deep.equal([]);
    }
  }

  for (const [name, fill] of Object.entries(POOLS)) {
    it(`show a pool ${name} on a phone, on a desktop and in print, and load nothing`, async () => {
      await place.edit(fill);
      const opened = await pageOf(Report, []);
      await expectGood(opened);
      if (name === 'seeded') await expectAccessible(opened.page);
      await opened.page.close();
    });
  }

  it('show the texts of the directory as texts, in charts too', async () => {
    await place.edit(POOLS['with 300 tenants, long names and hostile texts']!);
    const { page, noise } = await pageOf(Report, []);
    const texts = await page.evaluate<string>('document.body.innerText');
    const labels = await page.evaluate<string>(
      '[...document.querySelectorAll("svg text")].map((one) => one.textContent).join("\\n")',
    );
    expect(texts).to.include(HOSTILE[0]).and.include(HOSTILE[1]).and.include('\\u202egnp.exe');
    expect(labels).to.include('<img src=x onerror=al…').and.not.include('\u202e');
    expect(
      await page.evaluate(
        'document.querySelectorAll("script, img, iframe, link, object, [onerror], [onload], [style]").length',
      ),
    ).to.equal(0);
    expect(noise.dialogs).to.deep.equal([]);
    await page.close();
  });

  it('show a user and the history, with texts of the directory as texts', async () => {
    await place.edit(({ users, settings }) => {
      Object.assign(settings, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } });
      const ben = Object.values(users).find(({ attributes }) => attributes.email === BEN)!;
      ben.attributes.given_name = HOSTILE[0]!;
      ben.attributes.nickname = HOSTILE[1]!;
    });
    await place.signIn(BEN, 'Sandbox-Demo-2026!');
    for (const text of HOSTILE.slice(0, 2)) {
      await runCommand(UsersSetAttributes, [BEN, '--set', `nickname=${text}x`, '--reason', text], { place });
    }
    for (const [Command, argv] of [
      [UsersReport, [BEN]],
      [HistoryReport, []],
    ] as const) {
      const opened = await pageOf(Command, argv);
      await expectGood(opened);
      await expectAccessible(opened.page);
      const texts = await opened.page.evaluate<string>('document.body.innerText');
      for (const text of HOSTILE.slice(0, 2)) expect(texts).to.include(text);
      await opened.page.close();
    }
  });

  it('could not run a script even if a text became markup', async () => {
    const { page, noise } = await pageOf(Report, []);
    await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(HOSTILE[0])}`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(noise.dialogs).to.deep.equal([]);
    expect(noise.console.join('\n')).to.match(/Content Security Policy/);
    await page.close();
  });
});

function background(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
}

/** The size of the smallest text as it is shown, in pixels. A chart is scaled to the width of the page. */
function smallestText(page: Page): Promise<number> {
  return page.evaluate(`Math.min(...[...document.querySelectorAll('body *')]
    .filter((one) => one.closest('caption') === null && one.children.length === 0 && one.textContent.trim() !== '')
    .map((one) => {
      const svg = one.closest('svg');
      const scale = svg === null ? 1 : svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      return parseFloat(getComputedStyle(one).fontSize) * scale;
    }))`);
}

/** What is cut off or hangs over: outside of the page, unless its box can be scrolled. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((one) => one.closest('.scroll') === null)
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < 0 || right > document.documentElement.clientWidth;
    })
    .map((one) => one.outerHTML.slice(0, 120))`);
}
