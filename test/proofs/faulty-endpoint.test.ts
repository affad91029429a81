import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { recordsOf } from '../helpers/histories.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { requireBuild, runBin } from '../helpers/run-bin.js';

/** With 2000 it takes half a minute. */
const ROWS = Number(process.env.FAULTY_ROWS ?? 300);

/** 45 of 100 requests fail. Half of the dropped connections are dropped after the request was carried out. */
const FAULTS = { throttle: 0.3, error: 0.1, reset: 0.05 };

describe('a run against an endpoint that throttles, fails and drops connections', function () {
  this.timeout(300_000);
  before(requireBuild);
  const place = ownPlace();

  it(`creates ${ROWS} users, each once`, async () => {
    const input = place().path('in.csv');
    const emails = Array.from({ length: ROWS }, (_, row) => `user${row}@bulk.example`);
    const rows = emails.map((email) => `${email},tenant_001,itsm_agent\n`).join('');
    await writeFile(input, `email,tenantId,roles\n${rows}`);
    const seeded = Object.keys((await place().pool()).users).length;

    const result = await whileServed(
      place(),
      (url) =>
        runBin(
          [
            ...['users', 'create', '--from', input, '--no-invite', '--yes', '-o', 'ndjson', '--ordered'],
            // Throttling slows the run down to a tenth of this rate at most.
            ...['--rate', '10000', '--endpoint-url', url],
          ],
          { place: place(), timeoutMs: 240_000 },
        ),
      { faults: FAULTS },
    );

    const lines = result.stdout.trimEnd().split('\n');
    const outcomes = lines.map((line) => JSON.parse(line) as { line: number; changed: boolean });
    const users = Object.values((await place().pool()).users).map(({ attributes }) => attributes.email ?? '');
    const records = await recordsOf(place());
    const errors = lines.filter((line) => line.includes('"error":'));
    expect(errors.slice(0, 3)).to.deep.equal([]);
    expect({
      code: result.code,
      changed: outcomes.filter(({ changed }) => changed).length,
      isOrdered: outcomes.every(({ line }, index) => line === index + 2),
      made: users.length - seeded,
      users: new Set(users.filter((email) => email.endsWith('@bulk.example'))).size,
      records: records.length,
      rows: new Set(records.map(({ run }) => run?.row)).size,
    }).to.deep.equal({
      code: 0,
      changed: ROWS,
      isOrdered: true,
      made: ROWS,
      users: ROWS,
      records: ROWS,
      rows: ROWS,
    });
  });
});
