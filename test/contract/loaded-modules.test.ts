import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import type { Metafile } from 'esbuild';

import { Place } from '../helpers/place.js';
import { type BothWays, type Comparable, prepareBothWays } from './both-ways.js';
import { LINES } from './command-lines.js';

const NONE = /^$/;
const CHANGES =
  /^access (apply|expire)|^users (add|grant|link|unlink|remove|create|disable|enable|reset|set|sessions|sign-out|resend|lockdown|delete|import (start|stop))|^(client|groups|pool) (add|apply|create|delete|remove|restore|set|secrets (add|rotate|remove))|^tenant sync|^history undo/;

/** Which commands have a use for a module. They are matched by name. */
const USES: readonly (readonly [what: string, modules: RegExp, commands: RegExp])[] = [
  [
    'the SDK',
    /node_modules\/@(aws-sdk|smithy)\//,
    /^(access|users|tenant|groups|providers|client|pool|history undo|doctor)/,
  ],
  ['the SDK of other services', /node_modules\/@aws-sdk\/client-(?!cognito-identity-provider)/, NONE],
  ['credentials of AWS', /node_modules\/@aws-sdk\/(client-sts|credential-provider-(sso|ini|process|web))/, NONE],
  ['permissions', /src\/lib\/permissions\//, /^iam policy|^doctor|^pool requirements/],
  [
    'schemas',
    /node_modules\/zod\//,
    /^history|^show-plan|^access|^tenant sync|^users (grant|import start|report)|^context (add|use|remove)|^pool (apply|backup|create|diff|export|restore)|^(pool|client) check/,
  ],
  [
    'YAML',
    /node_modules\/yaml\//,
    /^context (add|use|remove)|^history init|^pool (apply|backup|create|diff|export)|^(pool|client) check/,
  ],
  ['reading CSV', /node_modules\/csv-parse\//, /^users import start/],
  ['writing CSV', /node_modules\/csv-stringify\//, /^pool restore/],
  ['prompts', /node_modules\/@?inquirer\//, NONE],
  ['the Model Context Protocol', /node_modules\/@modelcontextprotocol\//, NONE],
  // The embedded pool's token endpoint, at which a new secret is tried.
  ['tokens', /node_modules\/jose\//, /^client secrets (add|rotate)/],
  ['JMESPath', /node_modules\/@aws-lambda-powertools\//, NONE],
  ['proxies', /node_modules\/(https-proxy-agent|proxy-from-env|agent-base)\//, NONE],
  [
    "oclif's help, plugins and spinners",
    /node_modules\/(ejs|semver|tinyglobby|minimatch|cli-spinners|wsl-utils)\//,
    NONE,
  ],
  ['import jobs', /src\/lib\/imports\//, /^users import/],
  [
    'findings',
    /src\/lib\/checks\//,
    /^users (check|diagnose|report)|^tenant|^pool (check|requirements)|^doctor|^client check/,
  ],
  ['carrying out changes', /src\/lib\/changes\/carry-out\.ts/, CHANGES],
  [
    'the history',
    /src\/lib\/history\//,
    new RegExp(`^doctor|^iam|^pool requirements|^history|^show-plan|^access|^users report|${CHANGES.source}`),
  ],
];

/** The most modules that a command may load, by its name. The first pattern that matches counts. */
const BUDGETS: readonly (readonly [commands: RegExp, modules: number])[] = [
  [/^(completion|context (list|show)|sandbox|version|whoami)/, 185],
  // Of a team, the table and its index; and what of the file is in it.
  [/^history (list|show|verify|report)/, 290],
  [/^context/, 355],
  [/^(tenant sync|users import start|history undo|pool (check|diff|export)|client check)/, 860],
  // The history says what is held for a time.
  [/^(access expire|users grant)/, 790],
  // The file is read, compared and then changed.
  [/^pool (apply|create|restore)/, 900],
  // The users, and the history that says who changed them; what was decided is changed as well.
  [/^access (review|apply)/, 790],
  [CHANGES, 710],
  // Its parts are those of several commands, and the history.
  [/^users report/, 775],
  // It looks at the groups and identity providers of the user as well.
  [/^(users diagnose|tenant (list|show))/, 645],
  [/./, 635],
];

/** Each line runs in a process of its own with the launcher, and all in one process with all of oclif. */
describe('every command, started by the launcher', function () {
  this.timeout(300_000);
  let ways: BothWays;
  let folder: Place;
  const loaded: [name: string, modules: string[]][] = [];
  const different: { line: string; launcher: Comparable; oclif: Comparable }[] = [];
  const failed: { line: string; launcher: Comparable }[] = [];

  before(async () => {
    ways = await prepareBothWays();
    folder = await Place.make();
    const build = (await import(new URL('../../scripts/build/launcher.js', import.meta.url).href)) as {
      bundleCommands: () => Promise<{ metafile: Metafile }>;
    };
    const { metafile } = await build.bundleCommands();
    const cache = folder.path('cache');
    const lines = LINES.map(([name, argv]) => ({ name, line: [...name.split(' '), ...argv] }));
    const withOclif = await ways.runInOne(
      'oclif',
      lines.map(({ line }) => line),
    );
    for (const [index, { name, line }] of lines.entries()) {
      const oclif = withOclif[index]!;
      const launcher = await ways.launch(line, { SF_ADMIN_CACHE_DIR: cache });
      if (JSON.stringify(launcher) !== JSON.stringify(oclif)) different.push({ line: line.join(' '), launcher, oclif });
      if (launcher.code !== 0) failed.push({ line: line.join(' '), launcher });
      // It loads the command of the plan, which only all of oclif can do.
      if (name === 'apply') continue;
      // A first run keeps the compiled code of every file that it loaded. An export or a check of users changes V8's
      // flags and keeps none.
      for (const file of await readdir(join(cache, 'code'))) {
        const bytes = await readFile(join(cache, 'code', file));
        const header = bytes.subarray(32, bytes.indexOf('\n', 32)).toString();
        const { files } = JSON.parse(header) as { files: [string, number][] };
        const outputs = files.map(([output]) => metafile.outputs[`dist/launcher/${output}`]!);
        loaded.push([name, outputs.flatMap(({ inputs }) => Object.keys(inputs))]);
      }
      await rm(cache, { recursive: true });
    }
  });

  after(() => Promise.all([ways.remove(), folder.remove()]));

  it('succeeds', () => {
    expect(failed).to.deep.equal([]);
  });

  it('has the same output and status as with all of oclif', () => {
    expect(different).to.deep.equal([]);
  });

  it('loads known modules, unless it keeps the heap steady', () => {
    const names = new Set(loaded.map(([name]) => name));
    const unknown = LINES.map(([name]) => name).filter((name) => !names.has(name));
    expect(unknown).to.deep.equal([
      'users export',
      'users check',
      'users stale',
      'apply',
      'history report',
      'access review',
      'pool backup',
      'tenant offboard',
      'report',
    ]);
  });

  for (const [what, modules, commands] of USES) {
    it(`loads ${what} only where it has a use for it`, () => {
      const without = loaded.filter(([name]) => !commands.test(name));
      const wrong = without.map(([name, ones]) => ({ name, modules: ones.filter((one) => modules.test(one)) }));
      expect(wrong.filter((one) => one.modules.length > 0)).to.deep.equal([]);
    });
  }

  it('loads at most as many modules as its budget', () => {
    const over = loaded.filter(([name, { length }]) => length > BUDGETS.find(([commands]) => commands.test(name))![1]);
    expect(over.map(([name, { length }]) => `${name}: ${length}`)).to.deep.equal([]);
  });
});
