import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { argValues, flagValues, type ValueSource } from '../../../../src/lib/cli/completion/value-source.js';
import type { ArgEntry, FlagEntry } from '../../../../src/lib/cli/completion/table.js';

const manifest = JSON.parse(readFileSync(new URL('../../../../oclif.manifest.json', import.meta.url), 'utf8')) as {
  commands: Record<string, { args: Record<string, ArgEntry>; flags: Record<string, FlagEntry & { type: string }> }>;
};

describe('the values of a flag', () => {
  const cases: [string, Partial<FlagEntry>, ValueSource][] = [
    ['output', { options: ['table', 'json'] }, { words: ['table', 'json'] }],
    ['mfa', { helpValue: 'off|optional|on' }, { words: ['off', 'optional', 'on'] }],
    ['token-trigger-version', { helpValue: 'V1_0|V2_0' }, { words: ['V1_0', 'V2_0'] }],
    ['sms-role', { helpValue: 'ARN|none' }, { words: ['none'] }],
    ['baseline', { helpValue: 'stackflow|FILE' }, { words: ['stackflow'], files: true }],
    ['from', { helpValue: 'FILE' }, { files: true }],
    ['add-role', { helpValue: 'ROLE' }, { live: 'role' }],
    ['user', { helpValue: 'USER' }, { live: 'user' }],
    ['run', { helpValue: 'RUN_ID' }, { live: 'run' }],
    ['context', { helpValue: 'NAME' }, { live: 'context' }],
    ['profile', { helpValue: 'NAME' }, {}],
    ['move-to-tenant', { helpValue: 'ID' }, { live: 'tenant' }],
    ['command', { helpValue: 'COMMAND' }, { commands: true }],
    ['reason', { helpValue: 'TEXT' }, {}],
  ];
  for (const [name, flag, expected] of cases) {
    it(`follow from its name and its value in the help: --${name} ${flag.helpValue ?? ''}`, () => {
      const { words, commands, live, files = false } = flagValues(name, { summary: '', takesValue: true, ...flag });
      expect({ words, commands, live, files }).to.deep.equal({
        ...{ words: undefined, commands: undefined, live: undefined, files: false },
        ...expected,
      });
    });
  }
});

describe('the values of an argument', () => {
  it('are live or files, unless it is free text', () => {
    const free = Object.entries(manifest.commands).flatMap(([id, { args }]) =>
      Object.values(args)
        .filter((arg) => Object.values(argValues(id, arg)).every((source) => source === undefined))
        .map(({ name }) => `${id} ${name}`),
    );
    expect(free.sort()).to.deep.equal([
      'client:add-callback url',
      'client:add-logout url',
      'client:remove-callback url',
      'client:remove-logout url',
      'client:secrets:remove id',
      'context:add name',
      'help command',
      'tokens:exchange input',
      'tokens:inspect input',
      'tokens:refresh input',
      'tokens:revoke input',
      'users:create email',
      'users:find text',
      'users:import:status job',
      'users:import:stop job',
    ]);
  });

  it('are the same for a name wherever it is used', () => {
    const live = ['users:show user', 'context:use name', 'history:undo id', 'pool:apply file'].map((each) => {
      const [id = '', name = ''] = each.split(' ');
      return argValues(id, { name });
    });
    expect(live).to.deep.equal([{ live: 'user' }, { live: 'context' }, { live: 'record' }, { files: true }]);
  });
});
