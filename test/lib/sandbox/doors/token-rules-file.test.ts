import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { parseTokenRules, readTokenRules } from '../../../../src/lib/sandbox/doors/token-rules-file.js';
import { withFolder } from '../temporary-folder.js';

const YAML = `
rules:
  - when: {role: itsm_admin}
    tokens: [id, access]
    add: {rights: [read, write]}
  - suppress: [phone_number]
`;

describe('a file of token rules', () => {
  it('is YAML or JSON, with defaults for what it leaves out', () => {
    const rules = [
      { when: { role: 'itsm_admin' }, tokens: ['id', 'access'], add: { rights: ['read', 'write'] }, suppress: [] },
      { when: {}, tokens: ['id'], add: {}, suppress: ['phone_number'] },
    ];
    expect(parseTokenRules(YAML, 'f')).to.deep.equal(rules);
    expect(parseTokenRules(JSON.stringify({ rules }), 'f')).to.deep.equal(rules);
  });

  const problemIn = (text: string): string => {
    try {
      parseTokenRules(text, 'f');
    } catch (error) {
      if (error instanceof AdminError && error.code === 'USAGE') return error.message;
      throw error;
    }
    throw new Error('it was accepted');
  };

  for (const [what, text, problem] of [
    ['nothing', '', /^invalid token rules in f: Invalid input/],
    ['a list', '- a', /Invalid input/],
    ['no YAML', 'rules: [', /invalid token rules in f: /],
    ['an unknown key', 'rules: [{adds: {}}]', /rules\[0\]: Unrecognized key: "adds"/],
    ['an unknown condition', 'rules: [{when: {user: a}}]', /rules\[0\]\.when: Unrecognized key: "user"/],
    ['an unknown token', 'rules: [{tokens: [refresh]}]', /rules\[0\]\.tokens\[0\]: /],
    ['a claim that is fixed', 'rules: [{add: {sub: x}}]', /rules\[0\]\.add\.sub/],
    [
      'a suppressed claim that is fixed',
      'rules: [{suppress: [aud]}]',
      /rules\[0\]\.suppress\[0\]: no trigger can change/,
    ],
    ['an object as a value', 'rules: [{add: {a: {b: 1}}}]', /rules\[0\]\.add\.a: /],
    [
      'aliases that grow',
      `a0: &a0 [x,x]\n${[1, 2, 3, 4, 5, 6, 7].map((n) => `a${n}: &a${n} [*a${n - 1},*a${n - 1},*a${n - 1}]`).join('\n')}\nrules: []`,
      /invalid token rules/,
    ],
    ['brackets without end', `rules: ${'['.repeat(100_000)}`, /nested too deeply/],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(problemIn(text)).to.match(problem);
    });
  }

  it('is reported if it cannot be read', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'rules.yaml');
      const error: unknown = await readTokenRules(file).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(AdminError).and.include({ code: 'USAGE' });
      await writeFile(file, YAML);
      expect(await readTokenRules(file)).to.have.lengthOf(2);
    }));
});
