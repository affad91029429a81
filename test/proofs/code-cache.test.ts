import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

import { expect } from 'chai';
import pLimit from 'p-limit';

import { openCodeCache } from '../../src/lib/cli/launcher/code-cache.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

const COMMAND = 'commands/context/list.cjs';
const LAUNCHER = fileURLToPath(new URL('../../dist/launcher/', import.meta.url));

const FIRST_RUNS = Number(process.env.FIRST_RUNS ?? 40);

/** V8 runs compiled code without a look at it, so the program must not give it any that another user could have made. */
describe('the cache of compiled code, under attack', function () {
  this.timeout(300_000);
  before(requireBuild);
  const place = ownPlace();
  const cache = (): string => place().path('cache');
  const run = () => runBin(['context', 'list'], { place: place(), env: { SF_ADMIN_CACHE_DIR: cache() } });

  /** The file that a first run leaves. */
  async function firstRun() {
    const expected = await run();
    const [name = ''] = await readdir(join(cache(), 'code'));
    const file = join(cache(), 'code', name);
    return { expected, name, file, bytes: await readFile(file) };
  }

  /** The same file with other code for the command: V8 compares no more than the length of the source. */
  async function forge({ file, name, bytes }: Awaited<ReturnType<typeof firstRun>>): Promise<void> {
    const wrap = (source: string): string => `(function(exports,require,module,__filename,__dirname){${source}\n})`;
    const original = await readFile(join(LAUNCHER, COMMAND), 'latin1');
    const forged = new Script(wrap("process.stdout.write('forged');process.exit(99);".padEnd(original.length)));
    const header = bytes.subarray(32, bytes.indexOf('\n', 32)).toString();
    const { key } = JSON.parse(header) as { key: string };
    const opened = openCodeCache(join(cache(), 'code'), { name, key });
    expect(opened?.code.has(COMMAND)).to.equal(true);
    opened?.save(new Map([...opened.code, [COMMAND, forged.createCachedData()]]));
    expect((await readFile(file)).equals(bytes)).to.equal(false);
  }

  it('runs forged code only in a file and a folder of the user alone', async () => {
    const first = await firstRun();
    await forge(first);
    // Who can write here can change the program as well. It shows that the forgery works.
    expect((await run()).code).to.equal(99);
    await chmod(first.file, 0o622);
    expect(await run()).to.deep.equal(first.expected);
    await rm(first.file, { force: true });
    await run();
    await forge(first);
    await chmod(join(cache(), 'code'), 0o777);
    expect(await run()).to.deep.equal(first.expected);
  });

  it('ignores damaged, foreign and stale files, and replaces them', async () => {
    const { expected, name, file, bytes } = await firstRun();
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1]! ^= 1;
    openCodeCache(join(cache(), 'code'), { name, key: 'another build' })?.save(new Map([[COMMAND, bytes]]));
    const stale = await readFile(file);
    for (const damaged of [
      flipped,
      stale,
      bytes.subarray(0, bytes.length >> 1),
      Buffer.from('hello'),
      Buffer.alloc(0),
    ]) {
      await writeFile(file, damaged);
      expect(await run()).to.deep.equal(expected);
      expect((await readFile(file)).equals(damaged)).to.equal(false);
    }
  });

  it('ignores a folder that cannot be used', async () => {
    const { expected } = await firstRun();
    await rm(cache(), { recursive: true });
    await writeFile(cache(), '');
    expect(await run()).to.deep.equal(expected);
    await rm(cache());
    await mkdir(join(cache(), 'code'), { recursive: true });
    await chmod(join(cache(), 'code'), 0o755);
    expect(await run()).to.deep.equal(expected);
    expect(await readdir(join(cache(), 'code'))).to.deep.equal([]);
  });

  it('is made by many first runs at once, of which none fails', async () => {
    const expected = await run();
    await rm(cache(), { recursive: true });
    const results = await pLimit(20).map(Array.from({ length: FIRST_RUNS }), run);
    expect(results.filter((result) => JSON.stringify(result) !== JSON.stringify(expected))).to.deep.equal([]);
    expect(await readdir(join(cache(), 'code'))).to.have.length(1);
    expect(await run()).to.deep.equal(expected);
  });
});
