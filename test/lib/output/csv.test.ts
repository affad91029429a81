import { expect } from 'chai';
import fc from 'fast-check';
import { csvLine } from '../../../src/lib/output/csv.js';
import { parseCsv } from './rfc4180.js';

describe('csvLine', () => {
  const rules: [rule: string, cells: Parameters<Awaited<ReturnType<typeof csvLine>>>[0], line: string][] = [
    ['quotes only commas, quotes and line feeds', ['a', 'b,c', 'd"e', 'f\ng'], 'a,"b,c","d""e","f\ng"\n'],
    ['joins several values by a comma', [['x', 'y'], ['z'], []], '"x,y",z,\n'],
    ['leaves a field without a value empty', [null, undefined, ''], ',,\n'],
    ['writes booleans and numbers as JSON does', [true, false, 0, -1.5], 'true,false,0,-1.5\n'],
    ['keeps a lone empty field from being an empty line', [null], '""\n'],
    ['makes controls visible, line feed and tab excepted', ['a\u001bb\rc\td'], 'a\\u001bb\\u000dc\td\n'],
    [
      'makes formulas harmless',
      ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'],
      "'=1+1,'+1,'-1,'@SUM(A1),'\t=1,\\u000d=1\n",
    ],
    ['makes a formula harmless in a list of values', [['=1', 'b']], `"'=1,b"\n`],
    ['makes a formula harmless in a field that needs quotes', ['=HYPERLINK("x","y")'], `"'=HYPERLINK(""x"",""y"")"\n`],
    ['leaves text unchanged that has such a character inside', ['a=b', 'x-y', 'a@b.c'], 'a=b,x-y,a@b.c\n'],
  ];
  for (const [rule, cells, line] of rules) {
    it(rule, async () => {
      const csv = await csvLine({ raw: false });
      expect(csv(cells)).to.equal(line);
    });
  }

  it('leaves formulas unchanged with raw, and still escapes control characters', async () => {
    const csv = await csvLine({ raw: true });
    expect(csv(['=1+1', '+1', '-1', '@x', '\t1', '=\u001b'])).to.equal('=1+1,+1,-1,@x,\t1,=\\u001b\n');
  });

  it('is parsed by RFC 4180 to the same cells', async () => {
    const csv = await csvLine({ raw: true });
    const field = fc.stringMatching(/^[ -~äß東😀\n\t",]*$/u);
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (records) => {
        expect(parseCsv(records.map((record) => csv(record)).join(''))).to.deep.equal(records);
      }),
    );
  });

  it('never starts a field with a character that makes it a formula', async () => {
    const csv = await csvLine({ raw: false });
    const text = fc.oneof(fc.stringMatching(/^[=+\-@\t\r].*$/s), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (cells) => {
        for (const field of parseCsv(csv(cells))[0]!) expect(field).to.not.match(/^[=+\-@\t\r]/);
      }),
    );
  });
});
