import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';

import { visible } from '../../../src/lib/output/sanitise.js';
import { tableText, type TableLayout, type TextTable } from '../../../src/lib/output/table.js';

const unlimited = { width: undefined, bold: false };

function renderTable(table: TextTable, layout: TableLayout): string {
  return [...tableText(table, layout)].join('');
}

describe('tableText', () => {
  it('aligns columns two spaces apart under an upper-case header, without spaces at the end of a line', () => {
    const table = {
      header: ['email', 'Role'],
      rows: [
        ['ana@a.example', 'x'],
        ['b@b.example', 'itsm_agent'],
        ['', ''],
      ],
    };
    expect(renderTable(table, unlimited)).to.equal(
      ['EMAIL          ROLE', 'ana@a.example  x', 'b@b.example    itsm_agent', '', ''].join('\n'),
    );
  });

  it('aligns wide characters by their terminal cells', () => {
    const table = {
      header: ['name', 'n'],
      rows: [
        ['東京', '1'],
        ['👩‍👩‍👧', '2'],
        ['é', '3'],
        ['abcd', '4'],
      ],
    };
    expect(renderTable(table, unlimited)).to.equal(
      ['NAME  N', '東京  1', '👩‍👩‍👧    2', 'é     3', 'abcd  4', ''].join('\n'),
    );
  });

  it('is only the header without rows, and nothing without either', () => {
    expect([
      renderTable({ header: ['email', 'role'], rows: [] }, unlimited),
      renderTable({ header: null, rows: [] }, unlimited),
      renderTable({ header: null, rows: [['a', 'b']] }, unlimited),
    ]).to.deep.equal(['EMAIL  ROLE\n', '', 'a  b\n']);
  });

  it('has a bold header if asked to, and never a bold row', () => {
    const rows = [['x']];
    expect([
      renderTable({ header: ['a'], rows }, { width: undefined, bold: true }),
      renderTable({ header: null, rows }, { width: undefined, bold: true }),
    ]).to.deep.equal(['\u001b[1mA\u001b[22m\nx\n', 'x\n']);
  });

  it('links the text of a cell and not the spaces after it, which keeps every width', () => {
    const url = 'https://console.example/users/ana%28a%29?region=x';
    const table = {
      header: ['email', 'role'],
      rows: [
        ['ana@a.example', 'itsm_agent'],
        ['b@b.example', 'x'],
      ],
    };
    const urls = [
      [undefined, undefined],
      [url, undefined],
    ];
    for (const layout of [unlimited, { width: 22, bold: false }]) {
      const linked = renderTable({ ...table, urls }, layout);
      expect(linked).to.contain(`\n\u001b]8;;${url}\u0007b@b.example\u001b]8;;\u0007  `);
      expect(linked.split('\n').map((line) => stringWidth(line))).to.deep.equal(
        renderTable(table, layout)
          .split('\n')
          .map((line) => stringWidth(line)),
      );
    }
  });

  it('shortens only the widest columns', () => {
    const table = { header: ['id', 'name', 'about'], rows: [['u1', 'abcdefghij', 'klmnopqrstuvwxyz']] };
    expect(renderTable(table, { width: 21, bold: false })).to.equal(
      ['ID  NAME      ABOUT', 'u1  abcdefg…  klmnop…', ''].join('\n'),
    );
  });

  it('never shortens a whole column', () => {
    const table = { header: null, rows: [['an-identifier', 'a long description']], whole: [true, false] };
    expect(renderTable(table, { width: 20, bold: false })).to.equal('an-identifier  a lo…\n');
  });

  it('lets the first column, which names the thing, keep up to half of the line', () => {
    const table = { header: null, rows: [['ana@a.example', 'klmnopqrstuvwxyz', 'yes']] };
    expect([
      renderTable(table, { width: 26, bold: false }),
      renderTable(table, { width: 20, bold: false }),
    ]).to.deep.equal(['ana@a.example  klmno…  yes\n', 'ana@a.exa…  kl…  yes\n']);
  });

  it('does not shorten a table that just fits', () => {
    const table = { header: ['id'], rows: [['abcdef']] };
    expect([
      renderTable(table, { width: 6, bold: false }),
      renderTable(table, { width: 5, bold: false }),
    ]).to.deep.equal(['ID\nabcdef\n', 'ID\nabcd…\n']);
  });

  it('never cuts a character in half', () => {
    const table = { header: null, rows: [['a😀😀😀', '東京都']] };
    expect(renderTable(table, { width: 10, bold: false })).to.equal('a😀…   東…\n');
  });

  it('leaves out columns on the right if not even one cell for each fits', () => {
    const table = { header: ['a', 'b', 'c'], rows: [['xx', 'yy', 'zz']] };
    expect(renderTable(table, { width: 4, bold: false })).to.equal('A  B\n…  …\n');
  });

  it('lays out long lists like short ones', () => {
    const rows = Array.from({ length: 205 }, (_, index) => [`u${index}`, 'x']);
    const lines = renderTable({ header: ['id', 'n'], rows }, unlimited).split('\n');
    expect(lines).to.deep.equal(['ID    N', ...rows.map(([id]) => `${id!.padEnd(4)}  x`), '']);
  });

  const cell = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.stringMatching(/^[ae中́😀]*$/u))
    .map((text) => visible(text));

  it('fits every line into the terminal, whatever the cells hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (rows, width) => {
          const text = renderTable({ header: ['one', 'two', 'three'], rows }, { width, bold: false });
          const lines = text.split('\n').slice(0, -1);
          expect(lines.length).to.equal(rows.length + 1);
          for (const line of lines) expect(stringWidth(line)).to.be.at.most(width);
        },
      ),
    );
  });
});
