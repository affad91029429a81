import { invalidParameter, ServiceError } from './service-error.js';

/**
 * What a request must look like, in the terms of the service's API model: types, lengths, patterns, enumerations. A
 * wrong type is a SerializationException at once. All other violations are collected and reported together as one
 * InvalidParameterException, with the service's own message.
 */
export interface Shape<T> {
  /** Holds the type for `TypeOf`; never set. */
  readonly type?: T;
  readonly check: (value: unknown, path: string, problems: string[]) => void;
  /** Of a structure: its members by name. */
  readonly members?: Readonly<Record<string, Shape<unknown>>>;
  /** Of a list: each of its members. */
  readonly item?: Shape<unknown>;
}

export interface RequiredShape<T> extends Shape<T> {
  readonly required: true;
}

type Members = Readonly<Record<string, Shape<unknown>>>;
type TypeOf<S> = S extends Shape<infer T> ? T : never;
type RequiredKeys<M> = { [K in keyof M]: M[K] extends RequiredShape<unknown> ? K : never }[keyof M];

/** The type of a structure. */
export type StructureOf<M> = { [K in RequiredKeys<M>]: TypeOf<M[K]> } & {
  [K in Exclude<keyof M, RequiredKeys<M>>]?: TypeOf<M[K]>;
};

export interface StringRules<E extends string> {
  readonly min?: number;
  readonly max?: number;
  /** Source of a regular expression that the whole value must match, as the API model writes it. */
  readonly pattern?: string;
  readonly oneOf?: readonly E[];
  /** Keeps the value out of messages: a password, an attribute's value. */
  readonly sensitive?: boolean;
}

/** A string. `min` and `max` count characters. */
export function string<const E extends string = string>(rules: StringRules<E> = {}): Shape<E> {
  const { min, max, oneOf, pattern } = rules;
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return {
    check(value, path, problems) {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const shown = rules.sensitive ? '' : ` '${value}'`;
      const fail = (constraint: string) => problems.push(problem(shown, path, constraint));
      outside(value.length, 'length', min, max).forEach(fail);
      if (whole && !whole.test(value)) fail(`Member must satisfy regular expression pattern: ${pattern ?? ''}`);
      if (oneOf && !oneOf.some((member) => member === value)) {
        fail(`Member must satisfy enum value set: [${oneOf.join(', ')}]`);
      }
    },
  };
}

/** A whole number between `min` and `max`, both included. */
export function integer({ min, max }: { min: number; max: number }): Shape<number> {
  return {
    check(value, path, problems) {
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'an Integer');
      const constraints = outside(value, 'value', min, max);
      problems.push(...constraints.map((constraint) => problem(` '${value}'`, path, constraint)));
    },
  };
}

export const boolean: Shape<boolean> = {
  check(value) {
    if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean');
  },
};

/** `min` and `max` count members. */
export function list<T>(member: Shape<T>, { min = 0, max = Infinity } = {}): Shape<T[]> {
  return {
    check(value, path, problems) {
      if (!Array.isArray(value)) throw wrongType(value, 'a List');
      const constraints = outside(value.length, 'length', min, max);
      const shown = ` '[${value.length} members]'`;
      problems.push(...constraints.map((constraint) => problem(shown, path, constraint)));
      value.forEach((item, index) => {
        member.check(item, `${path}.${index + 1}.member`, problems);
      });
    },
    item: member,
  };
}

/** A map of strings to `member`. */
export function map<T>(member: Shape<T>): Shape<Record<string, T>> {
  return {
    check(value, path, problems) {
      if (!isObject(value)) throw wrongType(value, 'a Map');
      for (const entry of Object.values(value)) member.check(entry, `${path}.member`, problems);
    },
  };
}

/** A map of strings to strings, such as AuthParameters. */
export const stringMap = map(string());

/** Members that `members` does not name are ignored, as the service ignores what it does not know. */
export function structure<M extends Members>(members: M): Shape<StructureOf<M>> {
  return {
    check(value, path, problems) {
      if (!isObject(value)) throw wrongType(value, 'a Structure');
      for (const [name, shape] of Object.entries(members)) {
        const member = value[name];
        const where = path === '' ? camel(name) : `${path}.${camel(name)}`;
        if (member !== undefined && member !== null) shape.check(member, where, problems);
        else if ('required' in shape) problems.push(problem(' null', where, 'Member must not be null'));
      }
    },
    members,
  };
}

export function required<T>(shape: Shape<T>): RequiredShape<T> {
  return { ...shape, required: true };
}

/**
 * The request, checked, without what the service ignores: `null` members, and those that the shape does not name.
 * Throws SerializationException for a wrong type, InvalidParameterException for a violated constraint.
 */
export function parse<T extends object>(shape: Shape<T>, input: unknown): T {
  if (!isObject(input)) throw wrongType(input, 'a Structure');
  const problems: string[] = [];
  shape.check(input, '', problems);
  if (problems.length > 0) {
    const errors = problems.length === 1 ? 'validation error' : 'validation errors';
    throw invalidParameter(`${problems.length} ${errors} detected: ${problems.join('; ')}`);
  }
  return knownOf(shape, input) as T;
}

/** A checked value without members that are `null` or that the shape does not name. */
function knownOf({ members, item }: Shape<unknown>, value: unknown): unknown {
  if (item) return (value as unknown[]).map((each) => knownOf(item, each));
  if (!members) return value;
  const given = value as Record<string, unknown>;
  const present = Object.entries(members).filter(([name]) => given[name] !== undefined && given[name] !== null);
  return Object.fromEntries(present.map(([name, shape]) => [name, knownOf(shape, given[name])]));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The violated constraint, in the service's words. */
function outside(size: number, what: 'length' | 'value', min = 0, max = Infinity): string[] {
  if (size < min) return [`Member must have ${what} greater than or equal to ${min}`];
  if (size > max) return [`Member must have ${what} less than or equal to ${max}`];
  return [];
}

function problem(shown: string, path: string, constraint: string): string {
  return `Value${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function wrongType(value: unknown, wanted: string): ServiceError {
  const found = value === null ? 'NULL' : Array.isArray(value) ? 'START_ARRAY' : `${typeof value}_VALUE`.toUpperCase();
  return new ServiceError('SerializationException', `${found} can not be converted to ${wanted}`);
}

/** In messages, the service writes a member's name with a lower-case first letter. */
function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
