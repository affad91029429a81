import { expect } from 'chai';
import fc from 'fast-check';

import { cellsOf, importLine, unwritable } from '../../../../src/lib/imports/compile/import-cells.js';

describe("Cognito's dialect of CSV", () => {
  it('has a backslash before a comma in a value, and no quotes', () => {
    expect(importLine(['ana@example.com', 'itsm_agent,cloud_admin', '', "O'Neil & Søn"])).to.equal(
      "ana@example.com,itsm_agent\\,cloud_admin,,O'Neil & Søn\n",
    );
  });

  it('reads back every value that it can hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (values) => {
        fc.pre(values.every((value) => unwritable(value) === undefined));
        expect(cellsOf(importLine(values).slice(0, -1))).to.deep.equal(values);
      }),
    );
  });

  for (const [what, value] of [
    ['a line break', 'one\ntwo'],
    ['a line break', 'one\rtwo'],
    ['control characters', 'one\u0000two'],
    ['control characters', '\u001b[31m'],
    ['a backslash', 'TENANT\\ana'],
    ['a quotation mark', 'Ana "Nita" Silva'],
  ] as const) {
    it(`cannot hold ${JSON.stringify(value)}`, () => {
      expect(unwritable(value)).to.equal(
        `has ${what}, which Cognito's import files cannot hold. Remove it, or create this user with users create`,
      );
    });
  }
});
