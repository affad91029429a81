import { Parser } from '@oclif/core';
import { expect } from 'chai';

import { type CommandType, everyCommand } from '../contract/every-command.js';
import { callsOf, examplesOf } from '../helpers/examples.js';

const commands = await everyCommand();

describe('the examples in the help', () => {
  const classes = new Map(commands);
  const commandOf = (words: readonly string[]): [CommandType | undefined, string[]] => {
    const length = [3, 2, 1].find((count) => classes.has(words.slice(0, count).join(' '))) ?? 0;
    return [classes.get(words.slice(0, length).join(' ')), words.slice(length)];
  };

  for (const [name, Class] of commands) {
    it(`of ${name} are one to four, begin with it, and are accepted by the parser`, async () => {
      const examples = examplesOf(name, Class);
      expect(examples).to.have.length.within(1, 4);
      for (const example of examples) {
        expect(example).to.match(new RegExp(`\\bsf-admin ${name}( |$)`));
        for (const { words, isFed } of callsOf(example)) {
          const [Called, argv] = commandOf(words);
          if (Called === undefined) throw new Error(`no command: ${example}`);
          const { args, flags, baseFlags } = Called;
          await Parser.parse(argv, { args, flags: { ...baseFlags, ...flags }, strict: true, context: undefined });
          // A user name may begin with a dash.
          if (isFed) expect(words.at(-1)).to.equal('--');
        }
      }
    });
  }
});
