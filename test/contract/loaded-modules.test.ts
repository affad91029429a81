import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import type { Metafile } from 'esbuild';

import { Place } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';
import { LINES, prepareForLines } from './command-lines.js';

const NONE = /^$/;
const CHANGES =
  /^users (add|remove|create|disable|enable|reset|set|sessions|sign-out|resend|lockdown|delete|import (start|stop))|^(client|groups|pool) (add|apply|create|delete|remove|set|secrets (add|rotate|remove))|^history undo/;

/** Which commands have a use for a module. They are matched by name. */
const USES: readonly (readonly [what: string, modules: RegExp, commands: RegExp])[] = [
  ['the SDK', /node_modules\/@(aws-sdk|smithy)\//, /^(users|groups|providers|client|pool|history undo|doctor)/],
  ['the SDK of other services', /node_modules\/@aws-sdk\/client-(?!cognito-identity-provider)/, NONE],
  ['credentials of AWS', /node_modules\/@aws-sdk\/(client-sts|credential-provider-(sso|ini|process|web))/, NONE],
  ['permissions', /src\/lib\/permissions\//, /^iam policy|^doctor|^pool requirements/],
  [
    'schemas',
    /node_modules\/zod\//,
    /^history|^users (import start|report)|^context (add|use|remove)|^pool (apply|create|diff|export)|^(pool|client) check/,
  ],
  ['YAML', /node_modules\/yaml\//, /^context (add|use|remove)|^pool (apply|create|diff|export)|^(pool|client) check/],
  ['reading CSV', /node_modules\/csv-parse\//, /^users import start/],
  ['writing CSV', /node_modules\/csv-stringify\//, NONE],
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
  ['findings', /src\/lib\/checks\//, /^users (check|diagnose|report)|^pool (check|requirements)|^doctor|^client check/],
  ['carrying out changes', /src\/lib\/changes\/carry-out\.ts/, CHANGES],
  ['the history', /src\/lib\/history\//, new RegExp(`^history|^users report|${CHANGES.source}`)],
];

/** The most modules that a command may load, by its name. The first pattern that matches counts. */
const BUDGETS: readonly (readonly [commands: RegExp, modules: number])[] = [
  [/^(completion|context (list|show)|sandbox|version|whoami)/, 180],
  [/^history (list|show|verify|report)/, 280],
  [/^context/, 350],
  [/^(users import start|history undo|pool (check|diff|export)|client check)/, 860],
  // The file is read, compared and then changed.
  [/^pool (apply|create)/, 890],
  [CHANGES, 695],
  // Its parts are those of several commands, and the history.
  [/^users report/, 765],
  [/./, 635],
];

describe('the modules that a command loads', function () {
  this.timeout(300_000);
  let place: Place;
  let loaded: [name: string, modules: string[]][];

  before(async () => {
    await requireBuild();
    place = await Place.make();
    await prepareForLines(place);
    const build = (await import(new URL('../../scripts/build/launcher.js', import.meta.url).href)) as {
      bundleCommands: () => Promise<{ metafile: Metafile }>;
    };
    const { metafile } = await build.bundleCommands();
    const cache = place.path('cache');
    loaded = [];
    for (const [name, argv] of LINES) {
      await runBin([...name.split(' '), ...argv], { place: place, env: { SF_ADMIN_CACHE_DIR: cache } });
      // A first run keeps the compiled code of every file that it loaded. An export or a check of users changes V8's flags
      // and keeps none.
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

  after(() => place.remove());

  it('are known for every command but those that keep the heap steady', () => {
    const names = new Set(loaded.map(([name]) => name));
    const unknown = LINES.map(([name]) => name).filter((name) => !names.has(name));
    expect(unknown).to.deep.equal(['users export', 'users check', 'history report', 'report']);
  });

  for (const [what, modules, commands] of USES) {
    it(`include ${what} only where the command has a use for it`, () => {
      const without = loaded.filter(([name]) => !commands.test(name));
      const wrong = without.map(([name, ones]) => ({ name, modules: ones.filter((one) => modules.test(one)) }));
      expect(wrong.filter((one) => one.modules.length > 0)).to.deep.equal([]);
    });
  }

  it('are at most as many as the budget of the command', () => {
    const over = loaded.filter(([name, { length }]) => length > BUDGETS.find(([commands]) => commands.test(name))![1]);
    expect(over.map(([name, { length }]) => `${name}: ${length}`)).to.deep.equal([]);
  });
});
