import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';

import { wrap } from '../../../src/lib/output/wrap.js';

describe('wrap', () => {
  const rules: [rule: string, text: string, width: number, lines: string[]][] = [
    ['does not break a line that just fits', 'one two', 7, ['one two']],
    ['breaks at spaces, and indents the continuation', 'one two three', 8, ['one', '  two', '  three']],
    ['keeps the indentation of a line', '  one two', 8, ['  one', '    two']],
    ['wraps each line by itself', 'one\n  two\nthree four', 9, ['one', '  two', 'three', '  four']],
    ['does not break a word that is too long', 'see https://a.example/b', 10, ['see', '  https://a.example/b']],
    ['measures in terminal cells', '東京 東京', 8, ['東京', '  東京']],
    [
      'does not break a command, so that it can be copied',
      '  Go on: sf-admin users show ana@a.example --json',
      30,
      ['  Go on:', '    sf-admin users show ana@a.example --json'],
    ],
    [
      'ends a command at the next sentence',
      'See it: sf-admin users show a@b.c. Then wait for a day',
      40,
      ['See it: sf-admin users show a@b.c.', '  Then wait for a day'],
    ],
  ];
  for (const [rule, text, width, lines] of rules) {
    it(rule, () => {
      expect(wrap(text, width).split('\n')).to.deep.equal(lines);
    });
  }

  it('changes nothing without a limit', () => {
    expect(wrap('one two '.repeat(50), undefined)).to.equal('one two '.repeat(50));
  });

  it('loses no word, and exceeds the width only for a word that is longer itself', () => {
    const texts = fc.array(fc.stringMatching(/^[a-zé東]{1,12}$/u), { minLength: 1 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 40 }), (words, width) => {
        const lines = wrap(words.join(' '), width).split('\n');
        expect(lines.flatMap((line) => line.trim().split(' '))).to.deep.equal(words);
        for (const line of lines) {
          if (line.trim().includes(' ')) expect(stringWidth(line)).to.be.at.most(width);
        }
      }),
    );
  });
});

describe('the texts of src', () => {
  const folder = fileURLToPath(new URL('../../../src/', import.meta.url));
  // The help topics are Markdown, whose lines are joined before they are wrapped.
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('topic-texts.ts'),
  );

  it('break a line only between sentences, since a line that is broken already would be wrapped a second time', () => {
    const broken = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const breaks = text.matchAll(/.*[a-z,](?<!sf-admin whoami)\\n(?:['"`] \+\n|[a-z]).*/g);
      return [...breaks].map(([line]) => `${file}: ${line.trim()}`);
    });
    expect(broken).to.deep.equal([]);
  });
});
