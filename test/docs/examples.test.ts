import { Parser } from '@oclif/core';
import { expect } from 'chai';

import { type CommandType, everyCommand } from '../contract/every-command.js';

/** The examples of a command as a person would type them. */
function examplesOf(name: string, { examples }: CommandType): string[] {
  return examples.map((example) =>
    (typeof example === 'string' ? example : example.command)
      .replaceAll('<%= config.bin %>', 'sf-admin')
      .replaceAll('<%= command.id %>', name),
  );
}

/** The words of every `sf-admin` in a pipeline, without redirections, and whether its last words come from `xargs`. */
function callsOf(example: string): { words: string[]; isFed: boolean }[] {
  return example.split('|').map((part) => {
    const [before = '', call = ''] = part.replace(/[<>].*$/, '').split(/(?<=^|\s)sf-admin(?=\s|$)/);
    const words = [...call.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    return { words, isFed: before.includes('xargs') };
  });
}

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
