import { expect } from 'chai';
import fc from 'fast-check';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { ownPlace } from '../../../helpers/place.js';
import { plainEndpointAt } from '../endpoint-at.js';
import { withEndpoint } from '../fake-endpoint.js';

const ANA = 'ana.silva@tenant-one.example';

/** Operations whose answers hold something, with the parameters of one call. */
const CALLS: readonly (readonly [OperationName, Record<string, unknown>])[] = [
  ['AdminGetUser', { Username: ANA }],
  ['ListUsers', { Limit: 3 }],
  ['AdminCreateUser', { Username: 'new@tenant-one.example', MessageAction: 'SUPPRESS' }],
  ['DescribeUserPool', {}],
  ['DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID }],
  ['ListUserPoolClients', { MaxResults: 10 }],
  ['GetCSVHeader', {}],
];

type Json = Record<string | number, unknown>;

/** Every object or list in a value, with the keys of its members. */
function* inside(value: unknown): Generator<[Json, string | number]> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    yield [value as Json, key];
    yield* inside((value as Json)[key]);
  }
}

/** The places of a value that satisfy a test. */
function places(value: unknown, test: (found: unknown, key: string | number) => boolean): [Json, string | number][] {
  return [...inside(value)].filter(([holder, key]) => test(holder[key], key));
}

describe('checkAnswer', () => {
  const place = ownPlace();

  /** What a call returns if the service's answer is changed on its way: `undefined` if it is accepted, or the error. */
  async function refusalOf(operation: OperationName, input: Record<string, unknown>, lie: (answer: Json) => void) {
    const answer = (await place().call(operation, input)) as Json;
    lie(answer);
    return withEndpoint(
      () => ({ json: answer, headers: { 'x-amzn-requestid': 'request-1' } }),
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { poolId: SANDBOX_POOL_ID }));
        try {
          await cognito.call(operation, input);
          return undefined;
        } catch (error) {
          if (!(error instanceof AdminError)) throw error;
          const { code, message, mayHaveHappened, requestId } = error;
          expect([code, requestId]).to.deep.equal(['BAD_RESPONSE', 'request-1']);
          return { message, mayHaveHappened };
        }
      },
    );
  }

  for (const [operation, input] of CALLS) {
    it(`accepts what the sandbox answers to ${operation}`, async () => {
      expect(await refusalOf(operation, input, () => undefined)).to.equal(undefined);
    });

    it(`refuses an answer to ${operation} in which a list is not one, whichever list it is`, () =>
      fc.assert(
        fc.asyncProperty(fc.nat(), fc.constantFrom<unknown>({}, 'text', 5, true), async (nth, instead) => {
          const { message } = (await refusalOf(operation, { ...input, ...fresh(operation, nth) }, (answer) => {
            const lists = places(answer, Array.isArray);
            const [holder, key] = lists[nth % lists.length]!;
            holder[key] = instead;
          }))!;
          expect(message).to.match(new RegExp(`^${operation} returned an invalid response: .* is not a list$`));
        }),
        { numRuns: 15 },
      ));
  }

  for (const [operation, input, names] of [
    ['AdminGetUser', { Username: ANA }, 'UserAttributes'],
    ['ListUsers', { Limit: 3 }, 'Users[].Attributes'],
    ['AdminCreateUser', { Username: 'new@tenant-one.example', MessageAction: 'SUPPRESS' }, 'User.Attributes'],
    ['DescribeUserPool', {}, 'UserPool.SchemaAttributes'],
  ] as const) {
    it(`refuses an answer to ${operation} with two values of one attribute, equal or not`, async () => {
      for (const value of ['tenant_002', undefined]) {
        const refusal = await refusalOf(operation, { ...input, ...fresh(operation, String(value)) }, (answer) => {
          const [holder, key] = places(answer, (_, name) => name === names.split('.').at(-1))[0]!;
          const list = holder[key] as Json[];
          list.push({ ...list[0], ...(value === undefined ? {} : { Value: value }) });
        });
        expect(refusal?.message).to.match(new RegExp(`: ${names.replace('[]', '\\[\\]')} has [\\w:]+ twice$`));
      }
    });
  }

  for (const [operation, input, member] of [
    ['DescribeUserPool', {}, 'Id'],
    ['DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID }, 'ClientId'],
    ['DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID }, 'UserPoolId'],
    ['ListUserPoolClients', { MaxResults: 10 }, 'UserPoolId'],
    ['GetCSVHeader', {}, 'UserPoolId'],
  ] as const) {
    it(`refuses an answer to ${operation} with another ${member}`, async () => {
      const refusal = await refusalOf(operation, input, (answer) => {
        const [holder, key] = places(answer, (_, name) => name === member)[0]!;
        holder[key] = 'us-east-1_Another';
      });
      expect(refusal?.message).to.match(/: it (has another \w+ than was asked for|does not describe \S+)$/);
    });
  }

  for (const [operation, input, member] of [
    ['DescribeUserPool', {}, 'UserPool'],
    ['DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID }, 'UserPoolClient'],
  ] as const) {
    it(`refuses an answer to ${operation} without a ${member}`, async () => {
      expect(await refusalOf(operation, input, (answer) => Reflect.deleteProperty(answer, member))).to.not.equal(
        undefined,
      );
    });
  }

  it('says of a write that it may have happened, and of a read that it changed nothing', async () => {
    const lie = (answer: Json) => {
      const [holder, key] = places(answer, Array.isArray)[0]!;
      holder[key] = {};
    };
    const create = await refusalOf('AdminCreateUser', { Username: 'a@tenant-one.example' }, lie);
    const get = await refusalOf('AdminGetUser', { Username: ANA }, lie);
    expect([create?.mayHaveHappened, get?.mayHaveHappened]).to.deep.equal([true, undefined]);
  });
});

/** A creation needs an address that is free, however often it is called. */
function fresh(operation: string, suffix: string | number): object {
  created += 1;
  return operation === 'AdminCreateUser' ? { Username: `new-${suffix}-${created}@tenant-one.example` } : {};
}

let created = 0;
