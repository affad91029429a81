import { expect } from 'chai';

import { ERROR_CODES, EXIT } from '../../src/lib/errors.js';
import { page, rows, sections } from './page.js';

const text = page('docs/exit-codes.md');

/** Status, and code as the page has it, of every row that explains a code. */
function documentedCodes(): [code: string, status: number][] {
  return [...sections(text)].flatMap(([heading, section]) =>
    rows(section).flatMap(([cell = '']): [string, number][] => {
      const code = /^`([A-Z_]+)`$/.exec(cell)?.[1];
      return code === undefined ? [] : [[code, Number.parseInt(heading, 10)]];
    }),
  );
}

function statusesOf(table: string): number[] {
  return rows(table).flatMap(([cell = '']) => (/^\d+$/.test(cell) ? [Number(cell)] : []));
}

describe('docs/exit-codes.md', () => {
  it('explains every error code under the status that it exits with, and no other', () => {
    expect(Object.fromEntries(documentedCodes())).to.deep.equal({ ...ERROR_CODES });
  });

  it('explains each code once, with a meaning and what to do', () => {
    const codes = documentedCodes().map(([code]) => code);
    expect(codes).to.have.lengthOf(new Set(codes).size);
    const thin = rows(text).filter(([cell = '', ...rest]) => cell.startsWith('`') && rest.includes(''));
    expect(thin).to.deep.equal([]);
  });

  it('and README.md list every exit status in order', () => {
    const start = text.slice(0, text.indexOf('\n## '));
    expect(statusesOf(start)).to.deep.equal(Object.values(EXIT));
    expect(statusesOf(sections(page('README.md')).get('Exit status') ?? '')).to.deep.equal(Object.values(EXIT));
  });
});
