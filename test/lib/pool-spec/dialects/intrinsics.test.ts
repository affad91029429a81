import { expect } from 'chai';

import { Template } from '../../../../src/lib/pool-spec/dialects/intrinsics.js';
import { type MapNode, member, plain, referencesIn } from '../../../../src/lib/pool-spec/source/node.js';
import { parseYaml } from '../../../../src/lib/pool-spec/source/parse-yaml.js';

const TEMPLATE = `
Parameters:
  Stage: { Type: String, Default: test }
  Count: { Type: Number, Default: 3 }
  Hosts: { Type: CommaDelimitedList, Default: 'a.example, b.example' }
  Secret: { Type: String }
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /path }
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsNotTest: !Not [!Condition IsTest]
  Both: !And [!Condition IsTest, !Condition IsNotTest]
  Either: !Or [!Condition IsTest, !Condition Unknown]
  Unknown: !Equals [!Ref Secret, x]
  Circle: !Condition Circle
  Hidden: !Equals [!If [Hidden, a, b], a]
${Array.from({ length: 60 }, (_, index) => `  C${index}: !And [!Condition C${index + 1}, !Condition C${index + 1}]`).join('\n')}
  C60: !Condition IsTest
Mappings:
  Sizes: { test: { Length: 12, Circle: !FindInMap [Sizes, test, Circle] } }
`;

/** What an expression of the template becomes: its value, or the names of what it refers to. */
function result(expression: string, given: Readonly<Record<string, string>> = {}): unknown {
  const parsed = parseYaml(`${TEMPLATE}Value: ${expression}\n`);
  if ('problems' in parsed) throw new Error(parsed.problems[0]?.message);
  const root = parsed.documents[0] as MapNode;
  const node = new Template(root, new Map(Object.entries(given))).resolve(member(root, 'Value')!);
  if (node === undefined) return undefined;
  const names = referencesIn(node);
  return names.length > 0 ? { refersTo: names } : plain(node);
}

describe('the functions of a template', () => {
  const cases: readonly (readonly [expression: string, expected: unknown])[] = [
    ['!Ref Stage', 'test'],
    ['{ Ref: Stage }', 'test'],
    ['!Ref Count', 3],
    ['!Ref Hosts', ['a.example', 'b.example']],
    ['!Ref Secret', { refersTo: ['Secret'] }],
    ['!Ref Stored', { refersTo: ['Stored'] }],
    ['!Ref AWS::NoValue', undefined],
    ['!Ref AWS::Region', { refersTo: ['AWS::Region'] }],
    ['!GetAtt Function.Arn', { refersTo: ['Function.Arn'] }],
    ['{ Fn::GetAtt: [Function, Arn] }', { refersTo: ['Function.Arn'] }],
    ['!ImportValue shared', { refersTo: ['shared'] }],
    ['!Sub "${Stage}-x"', 'test-x'],
    ['!Sub "${!Stage}-x"', '${Stage}-x'],
    ['!Sub ["${A}-${Stage}", { A: !Ref Count }]', '3-test'],
    ['!Sub "${Stage}-${Secret}-${Function.Arn}"', { refersTo: ['Secret', 'Function.Arn'] }],
    ['!Join [":", [a, !Ref Stage]]', 'a:test'],
    ['!Join [":", !Ref Hosts]', 'a.example:b.example'],
    ['!Join [":", [a, !Ref Secret]]', { refersTo: ['Secret'] }],
    ['!Join [":", !Ref Secret]', { refersTo: ['Secret'] }],
    ['!Join [":", !GetAZs ""]', { refersTo: ['Fn::GetAZs'] }],
    ['!ImportValue { Fn::Sub: "${Secret}-arn" }', { refersTo: ['Secret'] }],
    ['!ImportValue { Fn::Sub: "${Stage}-arn" }', { refersTo: ['test-arn'] }],
    ['!Select [1, !Ref Hosts]', 'b.example'],
    ['!Select [0, !GetAZs ""]', { refersTo: ['Fn::GetAZs'] }],
    ['!FindInMap [Sizes, !Ref Stage, Length]', 12],
    ['!Select [!Ref Secret, [a, b]]', { refersTo: ['Secret'] }],
    ['!FindInMap [Sizes, !Ref Secret, Length]', { refersTo: ['Secret'] }],
    ['!FindInMap [Sizes, test, Circle]', { 'Fn::FindInMap': ['Sizes', 'test', 'Circle'] }],
    ['!FindInMap [Sizes, other, Length]', { refersTo: ['Sizes.other.Length'] }],
    ['!If [IsTest, yes, no]', 'yes'],
    ['!If [IsNotTest, yes, no]', 'no'],
    ['!If [Both, yes, no]', 'no'],
    ['!If [Either, yes, no]', 'yes'],
    ['!If [Unknown, yes, no]', { refersTo: ['Unknown'] }],
    ['!If [Circle, yes, no]', { refersTo: ['Circle'] }],
    ['!If [Hidden, yes, no]', { refersTo: ['Hidden'] }],
    ['!If [C0, yes, no]', 'yes'],
    ['!If [IsNotTest, yes, !Ref AWS::NoValue]', undefined],
    ['[a, !If [IsNotTest, b, !Ref AWS::NoValue]]', ['a']],
    ['{ a: { b: !Ref Stage } }', { a: { b: 'test' } }],
    ['"{{resolve:ssm:/a:1}}"', { refersTo: ['{{resolve:ssm:/a:1}}'] }],
  ];
  for (const [expression, expected] of cases) {
    it(`${expression} is ${JSON.stringify(expected)}`, () => {
      expect(result(expression)).to.deep.equal(expected);
    });
  }

  it('let text that repeats itself end as unknown', () => {
    const nested = Array.from({ length: 25 }).reduce<string>((inner) => `!Sub ["\${A}\${A}", { A: ${inner} }]`, 'text');
    expect(result(nested)).to.deep.equal({ refersTo: ['Fn::Join'] });
  });

  it('take a value for every name that an unknown value refers to', () => {
    expect(result('!If [Unknown, yes, no]', { Unknown: 'true' })).to.equal('yes');
    expect(result('!FindInMap [Sizes, other, Length]', { 'Sizes.other.Length': '9' })).to.equal('9');
    expect(result('"a {{resolve:ssm:/b}}"', { '{{resolve:ssm:/b}}': 'c' })).to.equal('a c');
  });

  it('take given values before the defaults of parameters, and for everything that is unknown', () => {
    const given = { Stage: 'production', 'AWS::Region': 'eu-west-1', 'F.Arn': 'arn:f' };
    expect(result('!Sub "${Stage} ${AWS::Region} ${F.Arn}"', given)).to.equal('production eu-west-1 arn:f');
    expect(result('!If [IsTest, yes, no]', given)).to.equal('no');
    expect(result('!Ref Hosts', { Hosts: 'c.example,d.example' })).to.deep.equal(['c.example', 'd.example']);
  });
});
