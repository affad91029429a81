import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { loadContexts } from '../../src/lib/config/file/contexts-file.js';
import { KNOWN_KEYS } from '../../src/lib/config/file/settings-schema.js';
import { DEFAULT_CONVENTIONS } from '../../src/lib/config/default-conventions.js';
import { DEFAULT_PLATFORM } from '../../src/lib/config/platform.js';
import { fenced, page, rows, sections } from './page.js';

const text = page('docs/configuration.md');

function documentedKeys(heading: string): string[] {
  const table = sections(text).get(heading) ?? '';
  return rows(table).flatMap(([cell = '']) => /^`(\w+)`$/.exec(cell)?.[1] ?? []);
}

describe('docs/configuration.md', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-docs-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has an example that loads unchanged', async () => {
    const [example = ''] = fenced(text, 'yaml');
    const file = join(folder, 'config.yaml');
    await writeFile(file, example);

    const { contexts, current } = await loadContexts(file);

    expect(current).to.equal('staging');
    expect([...contexts.keys()]).to.deep.equal(['sandbox', 'stackflow', 'staging', 'copy', 'tenant-one', 'rehearsal']);
    expect(contexts.get('stackflow')).to.deep.include({
      poolId: 'us-east-1_WKK1AVJ2m',
      profile: 'production',
    });
    expect(contexts.get('tenant-one')).to.deep.equal({
      name: 'tenant-one',
      kind: 'aws',
      poolId: 'us-east-1_WKK1AVJ2m',
      clientId: '570cnagpgoochn29a113du6jnt',
      region: 'us-east-1',
      account: '373544523367',
      profile: 'support',
      protected: true,
      tenant: 'tenant_001',
      mayEditClient: true,
      conventions: DEFAULT_CONVENTIONS,
    });
  });

  it('has an example that uses every key', () => {
    const [example = ''] = fenced(text, 'yaml');
    const used = new Set([...example.matchAll(/^ *(?:- )?(\w+):/gm)].map(([, key = '']) => key));
    const known = Object.values(KNOWN_KEYS).flat();
    expect(known.filter((key) => !used.has(key))).to.deep.equal([]);
  });

  it('explains every key and no other', () => {
    expect({
      file: documentedKeys('The file'),
      context: documentedKeys('A context'),
      conventions: documentedKeys('Conventions'),
      platform: documentedKeys('Platform'),
      roster: documentedKeys('Roster'),
      acceptedFindings: documentedKeys('Accepted findings'),
      complete: documentedKeys('Completion'),
      signers: documentedKeys('Signers'),
      team: documentedKeys('Team'),
    }).to.deep.equal(KNOWN_KEYS);
  });

  it("states StackFlow's defaults correctly", () => {
    const table = rows(sections(text).get('Conventions') ?? '');
    const defaults = new Map(table.map(([key = '', , byDefault = '']) => [key.slice(1, -1), byDefault]));
    const { tenant, roles, departmentPattern, customAttributes } = DEFAULT_CONVENTIONS;
    const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
    const named = (only: (role: { privileged: boolean }) => boolean) =>
      quoted(roles.filter(only).map(({ name }) => name));
    expect(Object.fromEntries(defaults)).to.include({
      tenantPattern: quoted([tenant.pattern]),
      roles: named(() => true),
      privilegedRoles: named(({ privileged }) => privileged),
      departmentPattern: quoted([departmentPattern]),
      customAttributes: quoted(customAttributes),
    });
  });

  it("states StackFlow's names of the platform correctly", () => {
    const table = rows(sections(text).get('Platform') ?? '');
    const defaults = new Map(table.map(([key = '', , byDefault = '']) => [key.slice(1, -1), byDefault]));
    const expected = Object.entries(DEFAULT_PLATFORM).map(([key, name]) => [key, `\`${name}\``]);
    expect(Object.fromEntries(defaults)).to.include(Object.fromEntries(expected));
  });
});
