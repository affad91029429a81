import { expect } from 'chai';

import { exposedFlag, type ManifestFlag } from '../../../src/lib/mcp/exposed-flags.js';
import { everyCommand } from '../../contract/every-command.js';

/** What an assistant must never be able to give, by what the flag is for. */
const FORBIDDEN =
  /^(config|context|pool-id|client-id|region|profile|endpoint-url|timeout|from|to|log|failures|credentials|baseline|resolve.*|yes|confirm|reason|dry-run|no-input|resume|browser|wait|output|json|debug|.*secret.*|.*password(-stdin)?)$/;

describe('the flags that an assistant may use', () => {
  it('include none that says where to act, names a file, shows a secret, or confirms', async () => {
    const offered = (await everyCommand()).flatMap(([name, Class]) =>
      Object.entries({ ...Class.baseFlags, ...Class.flags })
        .filter(([flag, definition]) => exposedFlag({ ...definition, name: flag }) !== undefined)
        // Those of the settings say what the password policy is to be.
        .filter(([, { helpGroup }]) => helpGroup !== 'SETTINGS')
        .map(([flag]) => `${name} --${flag}`),
    );
    expect(offered).to.include('users list --limit');
    expect(offered.filter((line) => FORBIDDEN.test(line.replace(/^.* --/, '')))).to.deep.equal([]);
  });

  it('include no value that is described as a file', async () => {
    const files = (await everyCommand()).flatMap(([name, Class]) =>
      Object.entries({ ...Class.baseFlags, ...Class.flags })
        .filter(([, flag]) => flag.type === 'option' && /FILE|FOLDER|PATH/.test(String(flag.helpValue)))
        .filter(([flag, definition]) => exposedFlag({ ...definition, name: flag }) !== undefined)
        .map(([flag]) => `${name} --${flag}`),
    );
    expect(files).to.deep.equal([]);
  });

  const hidden: [what: string, flag: ManifestFlag][] = [
    ['one that is not listed', { name: 'new-flag', type: 'option' }],
    ['one that is named like a member of every object', { name: 'constructor', type: 'option' }],
    ['a switch that is named like a text', { name: 'user', type: 'boolean' }],
    ['a text that is named like a switch', { name: 'force', type: 'option' }],
    ['one of another command that names a file', { name: 'only', type: 'option', helpValue: 'FILE' }],
    ['one that may name a file', { name: 'since', type: 'option', helpValue: ['TIME', 'FILE'] }],
    ['a setting that is a folder', { name: 'x', type: 'option', helpGroup: 'SETTINGS', helpValue: 'FOLDER' }],
    ['a setting that is read from a file', { name: 'x', type: 'option', helpGroup: 'SETTINGS', helpValue: 'FILE' }],
  ];
  for (const [what, flag] of hidden) {
    it(`do not include ${what}`, () => {
      expect(exposedFlag(flag)).to.equal(undefined);
    });
  }

  it('accept values of their kind only', () => {
    const accepts = (flag: ManifestFlag, ...values: unknown[]) =>
      values.map((value) => exposedFlag(flag)!.safeParse(value).success);
    expect(accepts({ name: 'limit', type: 'option' }, 1, '1', 0, 1.5, -1, 1e9)).to.deep.equal([
      true,
      ...Array<boolean>(5).fill(false),
    ]);
    expect(
      accepts({ name: 'since', type: 'option' }, '2h', '', 'a\nb', 'a\0b', 'x'.repeat(3_000), ['2h']),
    ).to.deep.equal([true, ...Array<boolean>(5).fill(false)]);
    expect(accepts({ name: 'role', type: 'option', multiple: true }, ['a', 'b'], [], 'a', [1])).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
    expect(accepts({ name: 'status', type: 'option', options: ['CONFIRMED'] }, 'CONFIRMED', 'OTHER')).to.deep.equal([
      true,
      false,
    ]);
    expect(accepts({ name: 'force', type: 'boolean' }, true, false, 'true', 1)).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
  });
});
