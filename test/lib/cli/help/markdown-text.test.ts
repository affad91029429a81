import { expect } from 'chai';

import { markdownText } from '../../../../src/lib/cli/help/markdown-text.js';
import { TOPIC_TEXTS } from '../../../../src/lib/cli/help/topic-texts.js';

const plain = (markdown: string, width = 40): string => markdownText(markdown, { width, bold: false });

describe('Markdown as text for a terminal', () => {
  const cases: [what: string, markdown: string, text: string][] = [
    ['a heading', '## Exit status', 'Exit status\n'],
    [
      'a paragraph in lines that fit',
      'A context is a name for a *user pool*\nand how to **reach** it, see the page and `-c`.',
      'A context is a name for a user pool and\nhow to reach it, see the page and -c.\n',
    ],
    ['a list', '- one\n  more\n- two', '- one more\n- two\n'],
    [
      'code as it is',
      '    sf-admin users list --limit 10 | grep something',
      '    sf-admin users list --limit 10 | grep something\n',
    ],
    ['code in fences', '```yaml\na:\n\n  b: 1\n```', '    a:\n\n      b: 1\n'],
    [
      'a table of two columns',
      '| status | meaning |\n|---|---|\n| 0 | done |\n| 130 | cancelled |',
      '0    done\n130  cancelled\n',
    ],
    [
      'a table of more columns as a block for each row, without empty cells',
      '| code | meaning | fix |\n|---|---|---|\n| `A` | one | do |\n| `B` | two | |',
      'code     A\nmeaning  one\nfix      do\n\ncode     B\nmeaning  two\n',
    ],
  ];
  for (const [what, markdown, text] of cases) {
    it(`shows ${what}`, () => {
      expect(plain(markdown)).to.equal(text);
    });
  }

  it('keeps empty lines between blocks', () => {
    expect(plain('one\n\n    code\n\n    more\n\ntwo')).to.equal('one\n\n    code\n\n    more\n\ntwo\n');
  });

  for (const [name, { text }] of Object.entries(TOPIC_TEXTS)) {
    it(`leaves no marks in the topic ${name}, and nothing but code wider than the terminal`, () => {
      for (const width of [40, 80]) {
        const lines = plain(text, width).split('\n');
        expect(lines.filter((line) => /\]\(|\*\*|^\||^#+ [A-Z0-9]/.test(line))).to.deep.equal([]);
        const wide = lines.filter((line) => line.length > width && !/^ {4}|sf-admin|\S{30}/.test(line));
        expect(wide).to.deep.equal([]);
      }
    });
  }
});
