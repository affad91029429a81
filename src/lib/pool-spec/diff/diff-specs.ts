import { isDeepStrictEqual } from 'node:util';

import { ALL_CLIENT_SETTINGS } from '../../client/set-client.js';
import { AdminError } from '../../errors.js';
import { ALL_POOL_SETTINGS } from '../../pool/set-pool.js';
import type { Reading } from '../dialects/draft.js';
import type { ClientSpec, PoolSpec, SpecPath } from '../schema.js';

/** A setting that the pool has otherwise than a spec says. The keys are part of the JSON output. */
export interface Difference {
  /** `user pool`, or `app client web`. */
  readonly subject: string;
  /** The setting in sf-admin's own words, whatever the dialect: `passwordPolicy.minimumLength`. */
  readonly field: string;
  /** The value in the file; null if only a deployment knows it, or if the setting must not be set. */
  readonly wanted: unknown;
  /** The value in the pool; null if it has none. */
  readonly live: unknown;
  /** What the value in the file refers to, if only a deployment knows it. */
  readonly reference: string | null;
  /** Where the file says it. */
  readonly line: number | null;
}

/** A setting of the file that could not be compared. */
export interface NotCompared {
  readonly subject: string;
  readonly field: string;
  readonly references: readonly string[];
  readonly line: number;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Settings whose values only a deployment knows, and which the pool has. */
  readonly notCompared: readonly NotCompared[];
  /** Lists of the file that are not compared at all: `groups`. */
  readonly ignored: readonly (typeof IGNORED)[number][];
  /** App clients of the pool that the file does not mention. */
  readonly otherClients: readonly string[];
  /** The app clients of the file, in its order. */
  readonly clients: readonly ComparedClient[];
}

/** An app client of a file, and which one of the pool it is. */
export interface ComparedClient {
  readonly client: ClientSpec;
  /** As its differences name it. */
  readonly subject: string;
  /** Its index among the app clients of the pool; undefined if there is none, or several of its name. */
  readonly index: number | undefined;
  /** How many app clients of the pool have its name. */
  readonly count: number;
}

export interface DiffOptions {
  /** The index of the app client that stands for one without a name; by default the only one. */
  readonly currentClient?: number | undefined;
}

type Structure = Readonly<Record<string, unknown>>;
type Wanted = Pick<Reading, 'spec' | 'unresolved' | 'places'>;

/** Groups and identity providers are not among the answers that a pool is described by. */
export const IGNORED = ['groups', 'identityProviders'] as const;

/** What a setting is that an answer leaves out. */
const DEFAULTS = new Map([...ALL_POOL_SETTINGS, ...ALL_CLIENT_SETTINGS].map(({ field, read }) => [field, read({})]));

/** Settings whose order matters. Other lists are sets to Cognito. */
const ORDERED = new Set(ALL_POOL_SETTINGS.filter(({ isOrdered }) => isOrdered === true).map(({ field }) => field));

/**
 * Where a pool differs from what a file says. What the file leaves out is not judged; a setting that is off, empty or
 * absent is the same.
 *
 * @throws AdminError MISSING_INPUT if the file does not name its app client, and the pool has several
 */
export function diffSpecs(wanted: Wanted, live: PoolSpec, options: DiffOptions = {}): Comparison {
  const liveClients = live.clients ?? [];
  const clients = (wanted.spec.clients ?? []).map((client) => match(client, liveClients, options));
  const differ = new Differ(wanted);
  const { clients: _clients, attributes = [], groups: _g, identityProviders: _i, ...pool } = wanted.spec;
  differ.compare('user pool', [], pool, live);
  attributes.forEach((attribute, index) => {
    const path = ['attributes', index];
    const same = live.attributes?.find(({ name }) => name === attribute.name);
    const { name, ...settings } = attribute;
    if (same === undefined) differ.differs('user pool', path, `attributes.${name}`, attribute, null);
    else differ.compare('user pool', path, settings, same, `attributes.${name}.`);
  });
  clients.forEach(({ subject, found, count, client }, index) => {
    const path = ['clients', index];
    const alike = count > 1 ? `${count} app clients with this name` : null;
    if (found === undefined) differ.differs(subject, [...path, 'name'], 'name', client.name ?? null, alike);
    else differ.compare(subject, path, client, found);
  });
  for (const [path, { isUnset, at }] of wanted.places) {
    if (isUnset === true) differ.unset(JSON.parse(path) as SpecPath, at.line, live, clients);
  }
  const notCompared = wanted.unresolved.flatMap((setting) => differ.unknown(setting, live, clients));
  return {
    differences: differ.differences,
    notCompared,
    ignored: IGNORED.filter((key) => wanted.spec[key] !== undefined),
    otherClients: liveClients
      .filter((client) => !clients.some(({ found }) => found === client))
      .map(({ name }) => name ?? ''),
    clients: clients.map(({ found, ...client }) => ({
      ...client,
      index: found === undefined ? undefined : liveClients.indexOf(found),
    })),
  };
}

interface Match extends Omit<ComparedClient, 'index'> {
  readonly found: ClientSpec | undefined;
}

function match(client: ClientSpec, live: readonly ClientSpec[], { currentClient }: DiffOptions): Match {
  const current = currentClient === undefined ? undefined : live[currentClient];
  const { name } = client;
  if (name === undefined) {
    const found = current ?? (live.length === 1 ? live[0] : undefined);
    if (found !== undefined) return { client, subject: `app client ${found.name ?? ''}`, found, count: 1 };
    throw new AdminError('MISSING_INPUT', `the file does not name its app client, and the pool has ${live.length}`, {
      hint: 'Say which one is meant: --client-id ID. To list them: sf-admin client list',
    });
  }
  const alike = live.filter((other) => other.name === name);
  const found = alike.length === 1 ? alike[0] : alike.find((other) => other === current);
  return { client, subject: `app client ${name}`, found, count: alike.length };
}

class Differ {
  readonly differences: Difference[] = [];

  constructor(private readonly wanted: Wanted) {}

  /** Compares each setting of a structure that the file makes. */
  compare(subject: string, path: SpecPath, wanted: Structure, live: Structure, prefix = ''): void {
    for (const [key, value] of Object.entries(wanted)) {
      if (value === undefined) continue;
      const field = prefix + key;
      const found = Object.hasOwn(live, key) ? live[key] : undefined;
      if (isStructure(value)) {
        this.compare(subject, [...path, key], value, isStructure(found) ? found : {}, `${field}.`);
      } else if (!isDeepStrictEqual(comparable(value, field), comparable(found, field))) {
        this.differs(subject, [...path, key], field, value, found ?? null);
      }
    }
  }

  differs(subject: string, path: SpecPath, field: string, wanted: unknown, live: unknown): void {
    this.differences.push({ subject, field, wanted, live, reference: null, line: this.line(path) });
  }

  /** A setting that the file says is not set differs if the pool has it otherwise than by default. */
  unset(path: SpecPath, line: number, live: PoolSpec, clients: readonly Match[]): void {
    const located = locate(path, live, clients);
    if (located === undefined || comparable(located.found, located.field) === undefined) return;
    const { subject, field, found } = located;
    const wanted = DEFAULTS.get(field) ?? null;
    this.differences.push({ subject, field, wanted, live: found, reference: null, line });
  }

  /** A setting whose value only a deployment knows differs if the pool does not have it at all. */
  unknown({ path, names, at }: Wanted['unresolved'][number], live: PoolSpec, clients: readonly Match[]): NotCompared[] {
    const located = locate(path, live, clients);
    if (located === undefined) return [];
    const { subject, field, found } = located;
    const isAbsent = comparable(found, field) === undefined && path[0] !== 'attributes';
    if (!isAbsent) return [{ subject, field, references: names, line: at.line }];
    this.differences.push({ subject, field, wanted: null, live: null, reference: names.join(', '), line: at.line });
    return [];
  }

  private line(path: SpecPath): number | null {
    for (let length = path.length; length > 0; length -= 1) {
      const origin = this.wanted.places.get(JSON.stringify(path.slice(0, length)));
      if (origin !== undefined) return origin.at.line === 0 ? null : origin.at.line;
    }
    return null;
  }
}

/** The setting of the pool at a path of the file; undefined if it is one of an app client that does not exist. */
function locate(path: SpecPath, live: PoolSpec, clients: readonly Match[]) {
  const [list, index] = path;
  const isClient = list === 'clients' && typeof index === 'number';
  const matched = isClient ? clients[index] : undefined;
  // Of an app client that does not exist, one difference is enough.
  if (isClient && matched?.found === undefined) return undefined;
  const rest = isClient ? path.slice(2) : path;
  const found = rest.reduce<unknown>(
    (inner, key) => (isStructure(inner) ? inner[key] : undefined),
    matched?.found ?? live,
  );
  return { subject: matched?.subject ?? 'user pool', field: rest.join('.'), found };
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a setting as it is compared: Cognito leaves out what is off, empty or at its default, and returns lists of
 * names in another order.
 */
export function comparable(value: unknown, field: string): unknown {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (isDeepStrictEqual(value, DEFAULTS.get(field))) return undefined;
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return undefined;
  return ORDERED.has(field) ? value : [...(value as unknown[])].sort();
}
