import { NormalizedSchema } from '@smithy/core/schema';

import { badResponse } from '../errors/bad-response.js';
import { isWrite } from './is-write.js';
import type { OperationName } from './operations.js';

/** An answer as the SDK's deserialiser returned it, which takes every value as it comes. */
interface Output {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** An operation of the SDK's model (`StaticOperationSchema` of @smithy/types): its last member describes the output. */
type OperationSchema = readonly unknown[];

/** What an answer has to describe: the member that does, and its IDs with the parameters that asked for them. */
const DESCRIBED: Partial<Record<OperationName, readonly [member: string, ids: Readonly<Record<string, string>>]>> = {
  CreateUserPoolClient: ['UserPoolClient', { ClientName: 'ClientName', UserPoolId: 'UserPoolId' }],
  DescribeUserPool: ['UserPool', { Id: 'UserPoolId' }],
  DescribeUserPoolClient: ['UserPoolClient', { ClientId: 'ClientId', UserPoolId: 'UserPoolId' }],
  DescribeIdentityProvider: ['IdentityProvider', { ProviderName: 'ProviderName', UserPoolId: 'UserPoolId' }],
  DescribeUserImportJob: ['UserImportJob', { JobId: 'JobId' }],
};

/** Parameters that an answer, or an item of its list, may repeat. It then has to repeat the value that was sent. */
const REPEATED = new Set(['UserPoolId', 'ClientId', 'JobId', 'JobName']);

/**
 * Checks an answer before anything in it is used: each value has the type of the SDK's model, no attribute has two
 * values, and it is about what was asked for. Every answer passes here, so no command can forget it.
 *
 * @param schema the operation in the SDK's model
 * @param request the parameters that were sent, including `UserPoolId`
 * @throws AdminError BAD_RESPONSE; after a write with `mayHaveHappened`, since the service accepted the request
 */
export function checkAnswer(
  operation: string,
  schema: OperationSchema,
  { request, output }: { readonly request: object; readonly output: Output },
): void {
  const problem = checkOf(schema)(output, request) ?? notDescribed(operation, request, output);
  if (problem === undefined) return;
  const mayHaveHappened = isWrite(operation) || undefined;
  throw badResponse(`${operation} returned an invalid response: ${problem}`, output.$metadata, mayHaveHappened);
}

/** Looks for the first problem of a value: a few words; `undefined` if there is none. */
type Check = (value: unknown, request: object) => string | undefined;

/** The checks of outputs, made once for each operation: walking the model for every answer takes several times as long. */
const CHECKS = new WeakMap<object, Check>();

function checkOf(schema: OperationSchema): Check {
  const found = CHECKS.get(schema);
  if (found !== undefined) return found;
  const check = makeCheck(NormalizedSchema.of(schema.at(-1) as Parameters<typeof NormalizedSchema.of>[0]), '');
  CHECKS.set(schema, check);
  return check;
}

/** The check of values of a type, which no output of Cognito contains again. @param path where the value is, for messages */
function makeCheck(schema: NormalizedSchema, path: string): Check {
  if (schema.isListSchema()) return listCheck(schema.getValueSchema(), path);
  if (schema.isStructSchema()) return structCheck(schema, path);
  const isRight = scalarTest(schema);
  return (value) => (isRight(value) ? undefined : `${path} is of the wrong type`);
}

function listCheck(member: NormalizedSchema, path: string): Check {
  const checkItem = makeCheck(member, `${path}[]`);
  const isOfNames = ['AttributeType', 'SchemaAttributeType'].includes(member.getName() ?? '');
  return (value, request) => {
    if (!Array.isArray(value)) return `${path} is not a list`;
    const items: readonly unknown[] = value;
    return firstOf(items, (item) => checkItem(item, request)) ?? (isOfNames ? doubled(items, path) : undefined);
  };
}

function structCheck(schema: NormalizedSchema, path: string): Check {
  const members = [...schema.structIterator()].map(([name, member]) => ({
    name,
    check: makeCheck(member, path === '' ? name : `${path}.${name}`),
  }));
  return (value, request) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is not an object`;
    return firstOf(members, ({ name, check }) => {
      const found = (value as Record<string, unknown>)[name];
      if (found === undefined) return undefined;
      if (REPEATED.has(name) && isOther(found, request, name)) return `it has another ${name} than was asked for`;
      return check(found, request);
    });
  };
}

function scalarTest(schema: NormalizedSchema): (value: unknown) => boolean {
  if (schema.isStringSchema()) return (value) => typeof value === 'string';
  if (schema.isBooleanSchema()) return (value) => typeof value === 'boolean';
  if (schema.isNumericSchema()) return (value) => typeof value === 'number';
  // A Date out of range throws when it is printed.
  if (schema.isTimestampSchema()) return (value) => value instanceof Date && !Number.isNaN(value.getTime());
  return () => true;
}

/** Which value counts would depend on the reader, so an attribute with two has none. */
function doubled(items: readonly unknown[], path: string): string | undefined {
  const seen = new Set<unknown>();
  return firstOf(items, (item) => {
    const { Name } = item as { Name?: string };
    if (seen.has(Name)) return `${path} has ${Name ?? 'an attribute without a name'} twice`;
    seen.add(Name);
    return undefined;
  });
}

function notDescribed(operation: string, request: object, output: Output): string | undefined {
  const described = Object.hasOwn(DESCRIBED, operation) ? DESCRIBED[operation as OperationName] : undefined;
  if (described === undefined) return undefined;
  const [member, ids] = described;
  const found = (output as unknown as Record<string, Record<string, unknown> | undefined>)[member];
  return firstOf(Object.entries(ids), ([id, parameter]) => {
    const asked = (request as Record<string, unknown>)[parameter];
    return found?.[id] === asked ? undefined : `it does not describe ${String(asked)}`;
  });
}

function isOther(found: unknown, request: object, name: string): boolean {
  const asked = (request as Record<string, unknown>)[name];
  return asked !== undefined && found !== asked;
}

function firstOf<Item>(items: Iterable<Item>, problem: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = problem(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
