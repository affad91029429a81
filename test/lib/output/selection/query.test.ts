import { expect } from 'chai';
import fc from 'fast-check';

import { AdminError } from '../../../../src/lib/errors.js';
import { parseQuery } from '../../../../src/lib/output/selection/query.js';

/** The message of the error, after the part that all have in common. */
async function fault(expression: string): Promise<string> {
  const error: unknown = await parseQuery(expression, '--query').then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AdminError)) throw new Error(`no AdminError for ${expression}`);
  expect([error.code, error.exitCode]).to.deep.equal(['USAGE', 2]);
  return error.message.replace('--query is not a valid JMESPath expression: ', '');
}

async function selected(expression: string, value: unknown): Promise<unknown> {
  return (await parseQuery(expression, '--query')).select(value);
}

const USERS = [
  { email: 'ana@one.example', roles: ['itsm_admin'], enabled: true, department: null },
  { email: 'ben@one.example', roles: [], enabled: false, department: 'dept_it' },
];

describe('a JMESPath expression', () => {
  const results: [expression: string, result: unknown][] = [
    ['[].email', ['ana@one.example', 'ben@one.example']],
    ['[?enabled].email | [0]', 'ana@one.example'],
    ['[?department==`"dept_it"`].[email, length(roles)]', [['ben@one.example', 0]]],
    ['{first: [0].email, count: length(@)}', { first: 'ana@one.example', count: 2 }],
    ["join(', ', sort_by(@, &email)[::-1].email)", 'ben@one.example, ana@one.example'],
    ['[0].nothing', null],
  ];
  for (const [expression, result] of results) {
    it(`${expression} selects as the specification says`, async () => {
      expect(await selected(expression, USERS)).to.deep.equal(result);
    });
  }

  const faults: [expression: string, fault: string][] = [
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['a b', 'unexpected "b" at column 3'],
    ['$.email', 'unexpected "$" at column 1'],
    ['[0', 'unexpected end at column 3'],
    ["[?email=='x]", 'unexpected "\'" at column 10'],
    ['size(@)', 'unknown function "size" at column 1'],
    ['[].size(@)', 'unknown function "size" at column 4'],
  ];
  for (const [expression, text] of faults) {
    it(`"${expression}" is refused before it is applied: ${text}`, async () => {
      expect(await fault(expression)).to.equal(text);
    });
  }

  it('nested too deeply for the parser is refused before it is applied', async () => {
    expect(await fault(`${'('.repeat(50_000)}a${')'.repeat(50_000)}`)).to.equal('it is nested too deeply');
  });

  it('does not take a name in a literal for a function', async () => {
    expect(await selected("'nope(x)'", null)).to.equal('nope(x)');
    expect(await selected('`"nope(x)"`', null)).to.equal('nope(x)');
  });

  it('cannot reach what every object of JavaScript has', async () => {
    for (const name of ['constructor', '"__proto__"', 'toString', 'a.constructor', 'a.hasOwnProperty']) {
      expect(await selected(name, { a: {} }), name).to.equal(null);
    }
  });

  it('is applied to the value as its JSON is read back', async () => {
    const at = new Date(0);
    expect(await selected('@', { at, none: undefined })).to.deep.equal({ at: at.toISOString() });
  });

  it('that calls a function with the wrong type says so when it is applied', async () => {
    const { select } = await parseQuery('length(enabled)', '--query');
    expect(() => select({ enabled: true }))
      .to.throw(AdminError, '--query cannot be applied to the result: invalid argument type for function length()')
      .with.property('code', 'OUTPUT_UNWRITABLE');
  });

  it('is either parsed or refused with an AdminError, whatever the text', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'a . [ ] { } ( ) | & @ * ? : , ` \' " 0 - < > = ! \\'.split(' '), ' ') }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (expression) => {
        await parseQuery(expression, '--query').catch((error: unknown) => {
          expect(error).to.be.instanceOf(AdminError);
        });
      }),
    );
  });
});
