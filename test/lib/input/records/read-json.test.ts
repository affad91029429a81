import { expect } from 'chai';
import fc from 'fast-check';

import { UnreadableInput } from '../../../../src/lib/input/decode/decode-text.js';
import { MAX_LINE } from '../../../../src/lib/input/records/read-lines.js';
import { readJsonArray } from '../../../../src/lib/input/records/read-json.js';
import { source } from '../source.js';

interface Read {
  line: number;
  value?: unknown;
  problem?: string;
}

async function read(text: string, chunk?: number): Promise<Read[]> {
  const found: Read[] = [];
  try {
    for await (const element of readJsonArray(source(text, chunk))) found.push(element);
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    found.push({ line: error.line, problem: error.problem });
  }
  return found;
}

describe('readJsonArray', () => {
  it('reads any array like JSON.parse, however it is written and wherever a chunk ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.constantFrom(undefined, 1, '\t', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (values, indent, chunk) => {
          const text = JSON.stringify(values, null, indent);
          const found = await read(text, chunk);
          expect(found.map(({ value, problem }) => problem ?? value)).to.deep.equal(JSON.parse(text));
        },
      ),
    );
  });

  it('gives each element the line on which it starts', async () => {
    const text = '[\n{"a":\n"x"}, 1,\n\n  [2,\n3] ,"\\n" ,\r\nnull\n]\n';
    expect(await read(text, 3)).to.deep.equal([
      { line: 2, value: { a: 'x' } },
      { line: 3, value: 1 },
      { line: 5, value: [2, 3] },
      { line: 6, value: '\n' },
      { line: 7, value: null },
    ]);
  });

  it('keeps the key __proto__ as an ordinary key', async () => {
    const [first] = await read('[{"__proto__":{"x":1}}]');
    const value = first?.value as { x?: number };
    expect([Object.keys(value), value.x]).to.deep.equal([['__proto__'], undefined]);
  });

  const BAD: [what: string, text: string, line: number, problem: string][] = [
    ['nothing but white space', ' \n', 2, 'a JSON array is missing'],
    [
      'an object',
      '\n{"a":1}',
      2,
      'is a JSON object; a JSON array is expected. For one object per line: --input-format ndjson',
    ],
    ['a number', '1', 1, 'is not a JSON array'],
    ['a text', '"a"', 1, 'is not a JSON array'],
    ['something else', 'ana\n', 1, 'is not JSON'],
  ];
  for (const [what, text, line, problem] of BAD) {
    it(`refuses ${what}`, async () => {
      expect(await read(text)).to.deep.equal([{ line, problem }]);
    });
  }

  const BROKEN: [what: string, text: string, line: number, problem: string][] = [
    ['is cut off between two elements', '[1,\n', 2, 'is cut off: the JSON array does not end'],
    ['is cut off in an element', '[1,\n{"a":\n', 2, 'is cut off: the JSON array does not end'],
    ['has a comma too many', '[1,\n]', 2, 'is not JSON'],
    ['has an unknown word', '[1,\nnope]', 2, 'is not JSON'],
    ['has text after its end', '[1]\n\n[2]', 3, 'has text after the end of the JSON array'],
  ];
  for (const [what, text, line, problem] of BROKEN) {
    it(`reads the elements before the problem if the array ${what}`, async () => {
      expect(await read(text)).to.deep.equal([
        { line: 1, value: 1 },
        { line, problem },
      ]);
    });
  }

  it('refuses an element that is too long, without reading to its end', async () => {
    const [first, ...rest] = await read(`[\n1,\n{"a":"${'x'.repeat(MAX_LINE + 70_000)}`);
    expect([first, rest.map(({ line, problem }) => [line, problem?.slice(0, 14)])]).to.deep.equal([
      { line: 2, value: 1 },
      [[3, 'is longer than']],
    ]);
  });
});
