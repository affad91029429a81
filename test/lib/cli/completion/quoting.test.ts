import { execFileSync } from 'node:child_process';

import { expect } from 'chai';
import fc from 'fast-check';

import { bashInsertion, bashWords, powerShellWord } from '../../../../src/lib/cli/completion/quoting.js';

/** The words that bash makes of a line, without expansion of names of files. */
function inBash(line: string): string[] {
  const out = execFileSync('bash', ['--norc', '-c', `set -f; set -- ${line}; printf '%s\\0' "$@"`], {
    encoding: 'utf8',
  });
  return out.split('\0').slice(0, -1);
}

/** The line after bash has inserted a value. */
function completed(line: string, value: string, replaced: string): string | undefined {
  const insertion = bashInsertion(value, bashWords(line).last, replaced);
  return insertion === undefined ? undefined : line.slice(0, line.length - replaced.length) + insertion;
}

describe('the words of a line of bash', () => {
  const cases: [line: string, before: string[], last: string][] = [
    ['sf-admin ', [], ''],
    ['sf-admin users li', ['users'], 'li'],
    ['sf-admin users  list ', ['users', 'list'], ''],
    [`sf-admin find 'ana silva' x\\ y "a\\"b`, ['find', 'ana silva', 'x y'], 'a"b'],
    ['sf-admin find "a\\b" $HOME', ['find', 'a\\b'], '$HOME'],
    [`sf-admin find '' b`, ['find', ''], 'b'],
  ];
  for (const [line, before, last] of cases) {
    it(`are read without quotes: ${line}`, () => {
      const words = bashWords(line);
      expect([words.before, words.last.text]).to.deep.equal([before, last]);
    });
  }
});

describe('what bash inserts', () => {
  const cases: [line: string, replaced: string, value: string, after: string | undefined][] = [
    ['sf-admin ana@te', '@te', 'ana@tenant.example', 'sf-admin ana@tenant.example'],
    ['sf-admin --tenant=t', 't', '--tenant=t 1', 'sf-admin --tenant=t\\ 1'],
    ["sf-admin 'it", 'it', "it's", undefined],
    ["sf-admin 'a", 'a', 'a$b', "sf-admin 'a$b"],
    ['sf-admin "a', 'a', 'a$b`"\\', 'sf-admin "a\\$b\\`\\"\\\\'],
    ['sf-admin "a', 'a', 'a!b', undefined],
    ['sf-admin $(', '', '$(touch x)', undefined],
    ['sf-admin "$(', '$(', '$(touch x)', 'sf-admin "\\$(touch x)'],
    ['sf-admin a*:', '', 'a*:b', undefined],
    ['sf-admin ab', 'other', 'abc', undefined],
  ];
  for (const [line, replaced, value, after] of cases) {
    it(`completes ${line} with ${value}`, () => {
      expect(completed(line, value, replaced)).to.equal(after);
    });
  }

  it('is read by bash as the value, whatever it holds', () => {
    const value = fc.string({
      unit: fc.constantFrom(...Array.from('aé \'"\\$`(){}[]*?!~#&;|<>=:@%^,-/')),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(value, fc.constantFrom('', "'", '"'), (text, quote) => {
        const line = completed(`sf-admin ${quote}`, text, '');
        if (line === undefined) expect(quote).not.to.equal('');
        else expect(inBash(`${line}${quote}`).slice(1)).to.deep.equal([text]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a word of PowerShell', () => {
  const cases: [string, string][] = [
    ['ana@tenant.example', 'ana@tenant.example'],
    ['users:list', 'users:list'],
    ['a b', "'a b'"],
    ["it's", "'it''s'"],
    ['it’s', "'it’’s'"],
    ['$(x)', "'$(x)'"],
    ['a`b', "'a`b'"],
    ['@x', "'@x'"],
    ['a;b', "'a;b'"],
    ['a,b', "'a,b'"],
    ['', "''"],
  ];
  for (const [value, word] of cases) {
    it(`is quoted unless it is plain: ${value}`, () => {
      expect(powerShellWord(value)).to.equal(word);
    });
  }

  it('has no quote inside its quotes that is not doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('a \'‘’‚‛"$`(){}@;,&|<>#')) }), (text) => {
        const word = powerShellWord(text);
        if (word.startsWith("'")) expect(word.slice(1, -1).replaceAll(/(['‘’‚‛])\1/g, '')).not.to.match(/['‘’‚‛]/);
        else expect(word).to.match(/^[\w./:+@-]+$/);
      }),
    );
  });
});
