import { expect } from 'chai';
import fc from 'fast-check';

import { AdminError } from '../../../../src/lib/errors.js';
import { member, plain } from '../../../../src/lib/pool-spec/source/node.js';
import { parseYaml } from '../../../../src/lib/pool-spec/source/parse-yaml.js';
import { OPENMCF_SPEC } from '../../../../src/lib/pool-spec/dialects/openmcf.js';
import {
  USER_POOL,
  USER_POOL_CLIENT,
  USER_POOL_DOMAIN,
} from '../../../../src/lib/pool-spec/dialects/cloudformation-tables.js';
import type { Table } from '../../../../src/lib/pool-spec/dialects/table.js';
import { SPEC_LEAVES } from '../../../../src/lib/pool-spec/leaves.js';
import { yamlText } from '../../../../src/lib/pool-spec/yaml-text.js';
import { creationOf } from '../../../../src/lib/pool-spec/create/creation.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { FIXTURES, fixtureText } from '../fixtures.js';

/** The error of a file that is read for a comparison and a creation, or `read`. Everything but an AdminError is a defect. */
function outcome(text: string): string {
  try {
    creationOf('f.yaml', readPoolFile('f.yaml', text), { name: 'pool' });
    return 'read';
  } catch (error) {
    if (error instanceof AdminError && error.hint !== undefined) return error.message;
    throw error;
  }
}

/** Aliases that stand for 10^`depth` values. */
function bomb(depth: number): string {
  const lines = Array.from({ length: depth }, (_item, level) => {
    const item = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
  });
  return `poolSpec: 1\n${lines.join('\n')}\n`;
}

/** A file for each field, in which its value is a map of a map, with the field and its last word. */
function wrongTypes(): [text: string, key: string, leaf: string][] {
  const value = { wrong: { type: 1 } };
  const at = (keys: readonly string[], inner: object): object =>
    keys.reduceRight<object>((below, key) => ({ [key]: below }), inner);
  const keysOf = (table: Table): string[] =>
    Object.entries(table).flatMap(([key, rule]) => (rule === null || MAPS.test(key) ? [] : [key]));
  const template = (Type: string) => (inner: object) => ({
    Resources: { P: { Type: 'AWS::Cognito::UserPool' }, [Type]: { Type: `AWS::Cognito::${Type}`, Properties: inner } },
  });
  const header = { apiVersion: 'aws.openmcf.org/v1', kind: 'AwsCognitoUserPool', metadata: { name: 'a' } };
  const spec = { region: 'us-east-1', clients: [{ name: 'a' }] };
  const dialects: [string[], (inner: object) => object][] = [
    [Object.keys(SPEC_LEAVES.types), (inner) => ({ poolSpec: 1, ...inner })],
    [keysOf(OPENMCF_SPEC), (inner) => ({ ...header, spec: { ...spec, ...inner } })],
    [keysOf(USER_POOL), (inner) => ({ Resources: { P: { Type: 'AWS::Cognito::UserPool', Properties: inner } } })],
    [keysOf(USER_POOL_CLIENT), template('UserPoolClient')],
    [keysOf(USER_POOL_DOMAIN), template('UserPoolDomain')],
  ];
  return dialects.flatMap(([keys, fileOf]) =>
    keys
      .filter((key) => !MAPS.test(key))
      .map((key): [string, string, string] => {
        const words = key.split('.');
        return [yamlText(fileOf(at(words, value))), key, words.at(-1) ?? ''];
      }),
  );
}

/** Fields that are maps of anything, and validities, of which the unit is another field. */
const MAPS = /^(?:tags|UserPoolTags|acrValues|AcrConfiguration)$/;

describe('a broken file', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /^f\.yaml declares no user pool$/],
    ['a scalar', 'hello', /declares no user pool$/],
    ['a list', '- a', /declares no user pool$/],
    ['another kind of manifest', 'kind: Deployment\nspec: {}', /declares no user pool$/],
    ['tabs as indentation', 'poolSpec: 1\nmfa:\n\tmode: ON', /^f\.yaml line 3, column 1: not YAML: tabs /],
    ['a repeated key', 'poolSpec: 1\ntier: PLUS\ntier: LITE', /^f\.yaml line 3, column 1: key tier is repeated$/],
    ['an open bracket', 'poolSpec: 1\nclients: [{ name: a', /^f\.yaml line 2, column \d+: not YAML: /],
    ['an open quote', 'poolSpec: 1\nname: "a', /^f\.yaml line 2, column \d+: not YAML: missing closing "quote/],
    ['a bomb of aliases', bomb(9), /^f\.yaml line \d+, column \d+: too many values$/],
    ['a NUL byte', 'poolSpec: 1\nname: a\u0000b\ntier: x', /^f\.yaml line 3, column 7, tier: expected one of/],
    ['Windows line ends', 'poolSpec: 1\r\ntier: GOLD\r\n', /^f\.yaml line 2, column 7, tier: expected one of/],
    ['an alias of itself', 'poolSpec: 1\nclients: &a [*a]', /nested too deeply$/],
    ['an alias without an anchor', 'poolSpec: 1\nname: *nothing', /no(?:t YAML: unresolved alias| anchor)/],
    ['brackets without an end', `poolSpec: ${'['.repeat(100_000)}`, /not YAML|nested too deeply/],
    ['an unknown tag', 'poolSpec: 1\nname: !Reference A', /^f\.yaml line 2, column \d+: unknown tag !Reference$/],
    [
      'maps where values are expected',
      'poolSpec: 1\nname: { a: 1 }\ntier: [1]',
      /^f\.yaml line 2, column 1, name: expected text/,
    ],
    ['keys of the prototype', 'poolSpec: 1\ntags: { __proto__: 1, constructor: 2 }', /tags\S*: expected text$/],
    ['a complex key', 'poolSpec: 1\n? [a]\n: b', /^f\.yaml line 2, column \d+: not YAML: /],
  ];
  for (const [what, text, expected] of cases) {
    it(`with ${what} is a clear error`, () => {
      expect(outcome(text)).to.match(expected);
    });
  }

  it('with a wrong type is an error at the place of the field, for each field of each dialect', () => {
    const wrong: string[] = [];
    for (const [text, key, leaf] of wrongTypes()) {
      const found = outcome(text);
      if (!/^f\.yaml line \d+, column \d+, \S+: /.test(found) || !found.includes(leaf)) wrong.push(`${key}: ${found}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  for (const name of FIXTURES) {
    it(`is never a defect, wherever ${name} is cut off`, () => {
      const text = fixtureText(name);
      // The shortest at every character; the others at some, which takes a second less each.
      const step = name === 'openmcf-staging' ? 1 : 29;
      for (let length = 0; length < text.length; length += step) {
        expect(outcome(text.slice(0, length))).to.match(
          /^read$|line \d+, column \d+|declares no user pool$|^f\.yaml: /,
        );
      }
    });

    it(`is never a defect, whatever a value of ${name} is replaced with`, () => {
      const lines = fixtureText(name).split('\n');
      const values = [
        '',
        '[]',
        '{}',
        '-1',
        '1e400',
        '.nan',
        'true',
        '"x"',
        '[[a]]',
        '{ Ref: A }',
        '!GetAtt A',
        '!Sub [a]',
        '!If [a]',
        '&a',
        '2020-01-01',
      ];
      fc.assert(
        fc.property(fc.nat(lines.length - 1), fc.constantFrom(...values), (line, value) => {
          outcome(lines.with(line, (lines[line] ?? '').replace(/(: ).*|(- ).*/, `$1$2${value}`)).join('\n'));
        }),
        { numRuns: 60 },
      );
    });
  }
});

describe('parseYaml', () => {
  const valueOf = (text: string): unknown => {
    const parsed = parseYaml(text);
    return 'problems' in parsed ? parsed.problems : plain(parsed.documents[0]!);
  };

  it('reads JSON with tabs', () => {
    expect(valueOf('{\n\t"a": [\n\t\t1,\n\t\t"b"\n\t]\n}\n')).to.deep.equal({ a: [1, 'b'] });
  });

  it('writes short tags out', () => {
    expect(valueOf('a: !Ref B\nc: !Sub ["${x}", { x: !GetAtt D.Arn }]')).to.deep.equal({
      a: { Ref: 'B' },
      c: { 'Fn::Sub': ['${x}', { x: { 'Fn::GetAtt': 'D.Arn' } }] },
    });
  });

  it('merges maps, and lets their own keys win', () => {
    expect(valueOf('base: &b { a: 1, c: 2 }\nmore: { <<: *b, c: 3 }')).to.deep.equal({
      base: { a: 1, c: 2 },
      more: { c: 3, a: 1 },
    });
  });

  it('counts lines through several documents', () => {
    const parsed = parseYaml('a: 1\n---\nb:\n  c: 2\n');
    const [, second] = 'documents' in parsed ? parsed.documents : [];
    expect(member(member(second, 'b'), 'c')?.at).to.deep.equal({ line: 4, column: 6 });
  });
});
