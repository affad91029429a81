import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import type { Shape } from '../../../../src/lib/sandbox/engine/shape.js';
import { OPERATIONS } from '../../../../src/lib/sandbox/operations/operations.js';

/** Members that the sandbox ignores, and why it may. */
const IGNORED: readonly string[] = [
  // For Amazon Pinpoint, which gets nothing from the sandbox.
  'AnalyticsMetadata',
  // For threat protection, which sees no risk in the sandbox.
  'ContextData',
  'UserContextData',
];

describe('the request of every operation', () => {
  for (const [operation, load] of Object.entries(OPERATIONS)) {
    it(`of ${operation} has the members that the API model has`, async () => {
      const { shape } = await load();
      const schema = Reflect.get(sdk, `${operation}$`) as unknown[];
      const modelled = membersOfSchema(schema[4]);
      const isUsed = (path: string) => !path.split('.').some((name) => IGNORED.includes(name));
      expect(membersOf(shape).filter(isUsed)).to.have.members(modelled.filter(isUsed));
    });
  }
});

/** The paths of a shape's members: `Policies`, `Policies.PasswordPolicy`. */
function membersOf({ members, item }: Shape<unknown>): string[] {
  if (item) return membersOf(item);
  return Object.entries(members ?? {}).flatMap(([name, member]) => [name, ...below(name, membersOf(member))]);
}

/**
 * The same of a schema of the SDK, which is an array: a structure `[3, …, names, members]`, a list `[1, …, member]`, or a
 * reference to one in a function. A number or a map has no members of its own.
 */
function membersOfSchema(schema: unknown): string[] {
  if (typeof schema === 'function') return membersOfSchema((schema as () => unknown)());
  if (!Array.isArray(schema)) return [];
  const parts = schema as unknown[];
  // With traits: `[schema, traits]`.
  if (typeof parts[0] !== 'number') return membersOfSchema(parts[0]);
  if (parts[0] === 1) return membersOfSchema(parts[4]);
  if (parts[0] !== 3) return [];
  const names = parts[4] as string[];
  const members = parts[5] as unknown[];
  return names.flatMap((name, index) => [name, ...below(name, membersOfSchema(members[index]))]);
}

function below(name: string, paths: readonly string[]): string[] {
  return paths.map((path) => `${name}.${path}`);
}
