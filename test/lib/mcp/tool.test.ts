import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';
import * as fc from 'fast-check';

import { type ManifestCommand, type Tool, toolsOf } from '../../../src/lib/mcp/tool.js';
import { COMMAND_OPERATIONS } from '../../../src/lib/permissions/command-operations.js';
import { refusal } from '../conventions/refusal.js';

const MANIFEST = fileURLToPath(new URL('../../../oclif.manifest.json', import.meta.url));
const CONNECTION = ['--context=staging'];

const READS: Readonly<Record<string, readonly string[]>> = { 'users look': ['AdminGetUser', 'ListUsers'] };

/** A command that is offered; a test changes what matters to it. */
const LOOK: ManifestCommand = {
  id: 'users:look',
  summary: 'Look at a user.',
  args: { user: { name: 'user', required: true } },
  flags: {
    context: { name: 'context', type: 'option' },
    output: { name: 'output', type: 'option', options: ['table', 'json'] },
    limit: { name: 'limit', type: 'option' },
  },
};

function names(commands: ManifestCommand[], operations = READS, isInTenant = false): string[] {
  return [...toolsOf(commands, operations, { isInTenant }).keys()];
}

describe('the tools for an assistant', () => {
  let commands: ManifestCommand[];
  let tools: ReadonlyMap<string, Tool>;

  before(async () => {
    const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as { commands: Record<string, ManifestCommand> };
    commands = Object.values(manifest.commands);
    tools = toolsOf(commands, COMMAND_OPERATIONS, { isInTenant: false });
  });

  it('are the commands that read, and the dry runs of the others', () => {
    expect([...tools.keys()]).to.include.members(['users_list', 'pool_check', 'users_disable_dry_run', 'whoami']);
    expect(
      [...tools.keys()].filter((name) => /^(mcp|help|context|sandbox|users_export|pool_apply)/.test(name)),
    ).to.deep.equal([]);
  });

  it('of commands that may write are all dry runs', () => {
    for (const { id } of commands) {
      const operations: readonly string[] =
        COMMAND_OPERATIONS[id.replaceAll(':', ' ') as keyof typeof COMMAND_OPERATIONS];
      const writes = operations.filter((name) =>
        /^(Admin(?!Get|List)|Add|Create|Delete|Set|Start|Stop|Update)/.test(name),
      );
      if (writes.length > 0) expect([...tools.keys()]).to.not.include(id.replaceAll(/[:-]/g, '_'));
    }
  });

  const left: [what: string, command: ManifestCommand, operations: Record<string, readonly string[]>][] = [
    ['that may write and has no dry run', LOOK, { 'users look': ['AdminGetUser', 'AdminDisableUser'] }],
    ['whose operations are not known', LOOK, {}],
    ['that acts on no user pool', { ...LOOK, flags: { output: LOOK.flags.output! } }, READS],
    ['that prints no JSON', { ...LOOK, flags: { context: LOOK.flags.context! } }, READS],
    ['that needs a file', { ...LOOK, args: { file: { name: 'file', required: true } } }, READS],
  ];
  for (const [what, command, operations] of left) {
    it(`do not include a command ${what}`, () => {
      expect(names([LOOK])).to.deep.equal(['users_look']);
      expect(names([command], operations)).to.deep.equal([]);
    });
  }

  it('of a server that is limited to a tenant have that limit, and cannot be given another', () => {
    const tenant = { name: 'tenant', type: 'option' } as const;
    const limited = { ...LOOK, id: 'users:limited', flags: { ...LOOK.flags, tenant } };
    const operations = { ...READS, 'users limited': [] };
    expect(names([LOOK, limited], operations, true)).to.deep.equal(['users_limited']);
    const tool = toolsOf([limited], operations, { isInTenant: true }).get('users_limited')!;
    expect(refusal(() => tool.words({ user: 'ana', tenant: 'tenant_002' }, CONNECTION)).code).to.equal('USAGE');
  });

  it('become words in which every value is part of a flag, or follows the last one', () => {
    const words = (name: string, input: object) => tools.get(name)!.words(input, CONNECTION);
    expect(words('users_disable_dry_run', { user: ['--yes', 'ana'], 'sign-out': true })).to.deep.equal([
      'users',
      'disable',
      '--sign-out',
      '--context=staging',
      '--dry-run',
      '--json',
      '--',
      '--yes',
      'ana',
    ]);
    expect(words('users_list', { role: '--to=/etc/passwd', limit: 3, enabled: false })).to.deep.equal([
      'users',
      'list',
      '--limit=3',
      '--role=--to=/etc/passwd',
      '--context=staging',
      '--json',
      '--',
    ]);
  });

  const hostile: [what: string, tool: string, input: unknown][] = [
    ['a flag that is not offered', 'users_disable_dry_run', { user: ['ana'], yes: true }],
    ['another context', 'users_show', { user: 'ana', context: 'stackflow' }],
    ['another endpoint', 'users_show', { user: 'ana', 'endpoint-url': 'http://127.0.0.1:1' }],
    ['a file', 'users_list', { config: '/etc/passwd' }],
    ['a key of every object', 'users_show', { user: 'ana', constructor: 'x' }],
    ['a list in place of a text', 'users_show', { user: ['ana', '--yes'] }],
    ['an object in place of a text', 'users_show', { user: { toString: 'x' } }],
    ['a text in place of a list', 'users_disable_dry_run', { user: 'ana' }],
    ['too many items', 'users_disable_dry_run', { user: Array<string>(101).fill('ana') }],
    ['a very long text', 'users_show', { user: 'a'.repeat(100_000) }],
    ['a line feed', 'users_show', { user: 'ana\n--yes' }],
    ['a zero byte', 'users_show', { user: 'ana\0' }],
    ['nothing', 'users_show', undefined],
    ['a list', 'users_show', ['ana']],
    ['a text', 'users_show', 'ana'],
  ];
  for (const [what, tool, input] of hostile) {
    it(`refuse ${what}`, () => {
      const { code, message } = refusal(() => tools.get(tool)!.words(input, CONNECTION));
      expect(code).to.equal('USAGE');
      expect(message).to.match(new RegExp(`^${tool}( \\S+)*: [a-z]`));
    });
  }

  it('refuse the prototype as a key of JSON', () => {
    const input: unknown = JSON.parse('{"user": "ana", "__proto__": {"yes": true}, "yes": true}');
    expect(refusal(() => tools.get('users_show')!.words(input, CONNECTION)).code).to.equal('USAGE');
  });

  it('never make a flag of a value, whatever it is', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('--yes', '--', '-y', '--config=/x', '--dry-run=false', '-o', '='),
    );
    const property = fc.property(value, value, (user, role) => {
      let words: string[];
      try {
        words = tools.get('users_set_attributes_dry_run')!.words({ user, role: [role] }, CONNECTION);
      } catch {
        return;
      }
      const end = words.indexOf('--');
      expect(words.slice(end + 1)).to.deep.equal([user]);
      expect(words.slice(0, end)).to.deep.equal([
        'users',
        'set-attributes',
        `--role=${role}`,
        '--context=staging',
        '--dry-run',
        '--json',
      ]);
    });
    fc.assert(property);
  });
});
