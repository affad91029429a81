import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { Config } from '@oclif/core';
import { expect } from 'chai';

import AdminHelp from '../../../../src/lib/cli/help/help.js';

describe('the usage of every command', () => {
  let usages: { id: string; usage: string; flags: string[] }[];

  before(async () => {
    const config = await Config.load({ root: fileURLToPath(new URL('../../../..', import.meta.url)) });
    usages = [];
    for (const { id, flags } of config.commands) {
      const out = new PassThrough();
      const streams = { out, err: out, outIsTTY: false, errIsTTY: false, inIsTTY: false, color: false };
      const help = new AdminHelp(config, {
        streams: { ...streams, columns: undefined, errColumns: undefined },
        noPager: true,
      });
      await help.showHelp(id.split(':'));
      out.end();
      const [, usage = ''] = /^USAGE\n((?: {2}.*\n)+)/m.exec(await text(out)) ?? [];
      const shown = Object.values(flags).filter(({ hidden }) => hidden !== true);
      const names = shown.map(({ char, name }) => (char === undefined ? `--${name}` : `-${char}`));
      usages.push({ id, usage: usage.replaceAll(/\s+/g, ' '), flags: names });
    }
  });

  it('has no empty alternative', () => {
    const wrong = usages.filter(({ usage }) => /\| *[|\]]|\[ *\||\[ | \]/.test(usage));
    expect([usages.length > 50, wrong.map(({ usage }) => usage)]).to.deep.equal([true, []]);
  });

  it('names each flag, unless a person wrote it', () => {
    const missing = usages
      .filter(({ id }) => id !== 'help')
      .flatMap(({ id, usage, flags }) =>
        flags.filter((flag) => !new RegExp(`\\${flag}(?![a-z-])`).test(usage)).map((flag) => `${id} ${flag}`),
      );
    expect(missing).to.deep.equal([]);
  });
});
