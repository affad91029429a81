import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import PoolCreate from '../../../src/commands/pool/create.js';
import PoolDiff from '../../../src/commands/pool/diff.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const ALIASES = Array.from({ length: 9 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 10 }, () => item).join(', ')}]\n`;
}).join('');

/** Broken files, and what each is an error of. */
const CORPUS: readonly (readonly [what: string, content: string | Buffer, message: RegExp])[] = [
  ['nothing', '', /^error: \S+ declares no user pool$/],
  ['a truncated file', 'poolSpec: 1\nclients: [{ name: a', /line 2, column \d+: not YAML: /],
  ['a wrong type', 'poolSpec: 1\nmfa: ON', /line 2, column 1, mfa: expected a map$/],
  ['a bomb of aliases', `poolSpec: 1\n${ALIASES}`, /line \d+, column \d+: too many values$/],
  ['thousands of brackets', `poolSpec: ${'['.repeat(50_000)}`, /line 1, column \d+: nested too deeply$/],
  ['thousands of dashes', `poolSpec: 1\nclients:\n${'- '.repeat(50_000)}`, /line 3, column 1: nested too deeply$/],
  ['tabs', 'poolSpec: 1\nmfa:\n\tmode: ON', /line 3, column 1: not YAML: tabs /],
  ['a repeated key', 'poolSpec: 1\ntier: PLUS\ntier: LITE', /line 3, column 1: key tier is repeated$/],
  ['10 MB', `poolSpec: 1\n${'# comment\n'.repeat(1_000_000)}`, /is larger than 1 MB$/],
  ['a NUL byte', 'poolSpec: 1\ntier: PL\u0000US\n', /line 2, column 7, tier: expected one of: .*, not "PL\\u0000US"$/],
  ['a byte order mark and Windows line ends', '\ufeffpoolSpec: 1\r\ntier: GOLD\r\n', /line 2, column 7, tier: /],
  ['bytes that are not UTF-8', Buffer.from([0x70, 0xff, 0xfe]), /is not UTF-8 text$/],
];

describe('a broken file', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  for (const [what, content, message] of CORPUS) {
    it(`with ${what} is one clear error of pool diff and of pool create`, async () => {
      const path = place().path('pool.yaml');
      await writeFile(path, content);
      for (const [Command, argv] of [
        [PoolDiff, []],
        [PoolCreate, ['--yes', '--name', 'pool']],
      ] as const) {
        const { stdout, stderr, exitCode } = await run(Command, [path, ...argv]);
        expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 2 });
        expect(stderr.split('\n')[0]).to.match(message);
        expect(stderr).not.to.match(/^ +at /m);
      }
    });
  }

  it('with a byte order mark and Windows line ends that is valid is read', async () => {
    const path = place().path('pool.yaml');
    await writeFile(path, '\ufeffpoolSpec: 1\r\nname: windows\r\nusernameCaseSensitive: false\r\n');
    expect((await run(PoolCreate, [path, '--dry-run'])).exitCode).to.equal(0);
  });
});
