import { expect } from 'chai';
import type { Cognito } from '../../../src/lib/cognito/client/cognito.js';
import { readClient } from '../../../src/lib/client/read-client.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { rejection } from '../conventions/refusal.js';
import { webClient } from './web-client.js';

/** Reads a client of which the SDK keeps `kept` and the service sent `raw`. */
function reading(kept: object, raw: unknown) {
  const output = { UserPoolClient: { ...webClient(), ...kept }, $metadata: { requestId: 'r-1' } };
  const cognito = { callRaw: () => Promise.resolve({ output, raw }) } as unknown as Cognito;
  return readClient({ ...openTestDirectory(), cognito });
}

const sent = (more: object) => ({ UserPoolClient: { ...webClient(), ...more } });

describe('readClient', () => {
  for (const [what, kept, more, unmodelled] of [
    ['a setting', {}, { Future: { a: [1] } }, { Future: { a: [1] } }],
    [
      'a member of a structure',
      { Rotation: { Feature: 'ENABLED' } },
      { Rotation: { Feature: 'ENABLED', Grace: 0 } },
      { 'Rotation.Grace': 0 },
    ],
    [
      'a member of a structure in a list, whatever nulls stand before it',
      { List: [{ a: 1 }, { a: 2, Deep: [{ b: 1 }] }] },
      { List: [null, { a: 1 }, { a: 2, x: 'y', Deep: [{ b: 1, c: 2 }] }] },
      { 'List[1].x': 'y', 'List[1].Deep[0].c': 2 },
    ],
    ['an item of a list', { List: ['a'] }, { List: ['a', 'b'] }, { 'List[1]': 'b' }],
    ['a setting named like a member of every object', {}, { constructor: 1 }, { constructor: 1 }],
    ['a member of a structure named like that', { A: { b: 1 } }, { A: { b: 1, toString: {} } }, { 'A.toString': {} }],
    [
      'the digits of a number that would be rounded',
      { Validity: { a: 9007199254740992 } },
      { Validity: { a: '9007199254740993' } },
      { 'Validity.a': '9007199254740993' },
    ],
    ['nothing, if null means nothing', {}, { Future: null }, {}],
  ] as const) {
    it(`finds what the SDK dropped: ${what}`, async () => {
      expect((await reading(kept, sent(more))).unmodelled).to.deep.equal(unmodelled);
    });
  }

  for (const raw of [undefined, null, 'text', [], {}, { UserPoolClient: [] }, { UserPoolClient: {} }]) {
    it(`refuses an answer that cannot be compared with what was sent: ${JSON.stringify(raw)}`, async () => {
      expect(await rejection(reading({}, raw))).to.deep.equal({
        code: 'BAD_RESPONSE',
        message: `the settings of app client ${SANDBOX_CLIENT_ID} are missing from the response`,
        hint: 'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.',
      });
    });
  }
});
