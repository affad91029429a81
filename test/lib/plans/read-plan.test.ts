import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { planIn, readPlan } from '../../../src/lib/plans/read-plan.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { examplePlan, exampleSaved } from './example-plan.js';

describe('readPlan', () => {
  const folder = temporaryFolder();

  async function read(content: string | Buffer | object) {
    const file = folder.path('a.plan');
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(file, isText ? content : JSON.stringify(content));
    return readPlan(file);
  }

  it('returns the document and the SHA-256 of its bytes', async () => {
    const text = `${JSON.stringify(examplePlan(), null, 4)}\n`;
    const { document, digest } = await read(text);
    expect({ document, digest }).to.deep.equal({
      document: examplePlan(),
      digest: createHash('sha256').update(text).digest('hex'),
    });
  });

  it('accepts the rows of a run, and a pool that a file declared', async () => {
    const plan = examplePlan({
      command: {
        name: 'pool apply',
        arguments: ['pool.yaml'],
        flags: [],
        pool: { dialect: 'sf-admin', resource: 'pool', spec: { name: 'one' }, unset: ['["clients",0,"oauth"]'] },
        rows: [{ email: 'ana@example.com', roles: ['itsm_agent'] }],
      },
      plans: [exampleSaved({ row: { user: 'ana@example.com', attributes: { nickname: 'A' }, department: null } })],
    });
    expect((await read(plan)).document).to.deep.equal(plan);
  });

  const [saved] = examplePlan().plans;
  const refused: [what: string, content: string | Buffer | object][] = [
    ['text', 'hello'],
    ['an empty file', ''],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a list', []],
    ['a plan of a newer version', { ...examplePlan(), plan: 2 }],
    ['a key that no reader would show', { ...examplePlan(), approved: true }],
    ['the same in a plan', examplePlan({ plans: [{ ...saved!, hidden: 1 } as never] })],
    ['an ID with other characters', examplePlan({ id: '../../../etc/passwd-0000000' })],
    ['a time that is none', examplePlan({ expiresAt: 'tomorrow' })],
    ['a flag that is none', examplePlan({ command: { name: 'users disable', arguments: [], flags: ['-y'] } })],
    ['the name of a file as a command', examplePlan({ command: { name: '../users', arguments: [], flags: [] } })],
    ['a value that is an object', examplePlan({ plans: [exampleSaved({ fields: [{ field: 'a' } as never] })] })],
  ];
  for (const [what, content] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await rejection(read(content));
      expect([error.code, error.message.split('\n').length]).to.deep.equal(['INVALID_PLAN', 1]);
    });
  }

  it('refuses a file that is larger than any plan', async () => {
    const error = await rejection(read(Buffer.alloc(64_000_001, ' ')));
    expect(error).to.deep.include({ code: 'INVALID_PLAN' });
    expect(error.message).to.include('larger than 64 MB');
    // As `approve` reads it.
    expect(() => planIn('a.plan', Buffer.alloc(64_000_001, ' '))).to.throw('larger than 64 MB');
  });

  it('refuses what is no file, and a file that is missing', async () => {
    const codes = [folder.path(''), folder.path('none.plan')].map(
      async (file) => (await rejection(readPlan(file))).code,
    );
    expect(await Promise.all(codes)).to.deep.equal(['USAGE', 'USAGE']);
  });
});
