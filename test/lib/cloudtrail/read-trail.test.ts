import { gzipSync } from 'node:zlib';

import { expect } from 'chai';
import fc from 'fast-check';

import { readTrail } from '../../../src/lib/cloudtrail/read-trail.js';
import type { TrailEvent } from '../../../src/lib/cloudtrail/trail-event.js';
import { MAX_LINE } from '../../../src/lib/input/records/read-lines.js';
import { rejection } from '../conventions/refusal.js';
import { source } from '../input/source.js';
import { userCall } from './trail.js';

const AT = '2026-11-20T10:00:00Z';

async function read(bytes: string | Buffer, chunk?: number): Promise<TrailEvent[]> {
  const events: TrailEvent[] = [];
  for await (const event of readTrail(source(bytes, chunk), 'trail.json')) events.push(event);
  return events;
}

const subs = (events: readonly TrailEvent[]) => events.map(({ users }) => users[0]);

describe('readTrail', () => {
  it('reads the same records in every form, compressed or not, wherever a chunk ends', async () => {
    const forms: ((records: readonly object[], indent?: number) => string)[] = [
      (records, indent) => JSON.stringify({ Records: records }, null, indent),
      (records, indent) =>
        JSON.stringify(
          { Events: records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) })) },
          null,
          indent,
        ),
      // As `cat` joins log files, with and without a line feed between them.
      (records, indent) => records.map((record) => JSON.stringify({ Records: [record] }, null, indent)).join(''),
      (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[ -~é€]{1,12}$/), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...forms),
        fc.constantFrom(undefined, 2),
        fc.boolean(),
        fc.integer({ min: 1, max: 700 }),
        async (names, form, indent, isCompressed, chunk) => {
          const text = form(
            names.map((name) => userCall(name, AT)),
            indent,
          );
          expect(subs(await read(isCompressed ? gzipSync(text) : text, chunk))).to.deep.equal(names);
        },
      ),
    );
  });

  it('reads compressed files that were joined', async () => {
    const file = (sub: string) => gzipSync(JSON.stringify({ Records: [userCall(sub, AT)] }));
    expect(subs(await read(Buffer.concat([file('a'), file('b')])))).to.deep.equal(['a', 'b']);
  });

  it('reads a log file without records', async () => {
    expect(await read('{"Records":[]}')).to.deep.equal([]);
  });

  it('reads the records of other services too', async () => {
    const [event] = await read(JSON.stringify({ eventTime: AT, eventSource: 's3.amazonaws.com' }));
    expect(event?.source).to.equal('s3.amazonaws.com');
  });

  const good = JSON.stringify(userCall('a', AT));
  const bad: [what: string, bytes: string | Buffer, problem: string][] = [
    ['an empty file', '', 'line 1 is missing: the file is empty'],
    ['text', 'eventTime,eventName\n', 'line 1 is not JSON'],
    ['a list', '[]', 'record 1, on line 1, is not an object'],
    ['another object', '{"Users": []}', 'record 1, on line 1, has no eventTime, so it is not a record of CloudTrail'],
    [
      'a record without a time',
      `${good}\n{"eventTime":"soon"}\n`,
      'record 2, on line 2, has no eventTime, so it is not a record of CloudTrail',
    ],
    ['a line that is not JSON', `${good}\n${good.slice(0, 50)}\n`, 'line 2, after record 1, is not JSON'],
    [
      'a log file that is cut off',
      `{"Records":[${good},${good.slice(0, 50)}`,
      'line 1, after record 1, is cut off: the list of records does not end',
    ],
    ['a log file with a fault', `{"Records":[${good},\n${good} ${good}]}`, 'line 2, after record 2, is not JSON'],
    [
      'a record after a list',
      `{"Records":[${good}]}\n${good}`,
      'line 2, after record 1, is not an object with records',
    ],
    ['a number after a list', `{"Records":[${good}]}\n5\n`, 'line 2, after record 1, is not an object with records'],
    [
      'an event whose record is not JSON',
      '{"Events":[{"CloudTrailEvent":"{"}]}',
      'record 1, on line 1, is not an object',
    ],
    [
      'a file that is not UTF-8',
      Buffer.from([0x7b, 0xff, 0x7d]),
      'line 1 is not valid UTF-8. Save the file as UTF-8, in Excel as "CSV UTF-8"',
    ],
    [
      'a compressed file that is cut off',
      gzipSync(good).subarray(0, -4),
      'its compressed data are damaged or cut off after record 0',
    ],
    [
      'endless text',
      `{"Records":["${'x'.repeat(MAX_LINE)}`,
      `line 1 has more than ${MAX_LINE} characters without a record of CloudTrail`,
    ],
    [
      'an endless line',
      `{"x":"${'x'.repeat(MAX_LINE)}"}`,
      `line 1 has more than ${MAX_LINE} characters without a record of CloudTrail`,
    ],
  ];
  for (const [what, bytes, problem] of bad) {
    it(`refuses ${what} with its place`, async () => {
      const error = await rejection(read(bytes, 4_096));
      expect([error.code, error.message]).to.deep.equal([
        'USAGE',
        `"trail.json" is not a readable CloudTrail file: ${problem}`,
      ]);
    });
  }
});
