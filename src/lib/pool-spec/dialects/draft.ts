import type { core } from 'zod';

import { closest, didYouMean } from '../../text/suggestion.js';
import { quoted } from '../../text/quoted.js';
import type { Position } from '../source/node.js';
import type { Problem } from '../source/problem.js';
import { POOL_SPEC, type PoolSpec, type SpecPath } from '../schema.js';
import { contradictions } from './contradictions.js';

/** A setting that the file makes, with a value that is known only after a deployment. */
export interface Unresolved {
  readonly path: SpecPath;
  /** What --resolve must name. */
  readonly names: readonly string[];
  readonly at: Position;
  readonly key: string;
}

/** What a file says about one pool. */
export interface Reading {
  readonly spec: PoolSpec;
  readonly unresolved: readonly Unresolved[];
  /** Where each setting is in the file, by its path in JSON. */
  readonly places: ReadonlyMap<string, Origin>;
}

export interface Origin {
  readonly at: Position;
  /** The key in the file. */
  readonly key: string;
  /** The file says that the setting must be at its default or not set. */
  readonly isUnset?: true;
}

/** What a conversion returns for a value that it cannot convert. */
export class Invalid {
  constructor(
    readonly message: string,
    readonly hint?: string,
  ) {}
}

/** A PoolSpec while it is read: settings with their origin, and everything that is wrong or strange. */
export class Draft {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  private readonly settings = new Map<string, { path: SpecPath; value: unknown }>();
  /** Whether what is set from now on comes from a part of the file that wins over the rest. */
  isOverriding = false;
  private readonly unresolved = new Map<string, Unresolved>();
  private readonly places = new Map<string, Origin>();

  /** @param isWeak whether another key of the dialect, which says the same, wins over this one */
  set(path: SpecPath, value: unknown, origin: Origin, { isWeak = false } = {}): void {
    const id = JSON.stringify(path);
    if (isWeak && (this.settings.has(id) || this.unresolved.has(id))) return;
    if (value instanceof Invalid) {
      this.problems.push({ ...origin, message: value.message, hint: value.hint });
      return;
    }
    this.warnOfOverride(path, origin);
    this.unresolved.delete(id);
    this.places.set(id, origin);
    this.settings.set(id, { path, value });
  }

  /** @param isWeak as for `set` */
  setUnknown(path: SpecPath, names: readonly string[], origin: Origin, { isWeak = false } = {}): void {
    const id = JSON.stringify(path);
    if (isWeak && (this.settings.has(id) || this.unresolved.has(id))) return;
    this.warnOfOverride(path, origin);
    this.settings.delete(id);
    this.places.set(id, origin);
    this.unresolved.set(id, { path, names: [...new Set(names)], ...origin });
  }

  /** The setting must be at its default or not set, which a spec has no value for. */
  setUnset(path: SpecPath, origin: Origin): void {
    this.places.set(JSON.stringify(path), { ...origin, isUnset: true });
  }

  private warnOfOverride(path: SpecPath, origin: Origin): void {
    const earlier = this.has(path) ? this.places.get(JSON.stringify(path)) : undefined;
    if (!this.isOverriding || earlier === undefined) return;
    this.warnings.push({ ...origin, message: `wins over ${earlier.key} (line ${earlier.at.line})` });
  }

  /** Removes the setting that a path is in. @returns its path, if there is one */
  drop(path: readonly PropertyKey[]): SpecPath[] {
    for (let length = path.length; length > 0; length -= 1) {
      const id = JSON.stringify(path.slice(0, length));
      const setting = this.settings.get(id);
      if (setting?.value === undefined) continue;
      this.settings.delete(id);
      return [setting.path];
    }
    return [];
  }

  has(path: SpecPath): boolean {
    const id = JSON.stringify(path);
    return this.settings.has(id) || this.unresolved.has(id);
  }

  /** The value so far; undefined if it is left out or unknown. */
  get(path: SpecPath): unknown {
    return this.settings.get(JSON.stringify(path))?.value;
  }

  /** Begins a structure, which exists even if all of its settings are left out or unknown. */
  begin(path: SpecPath, origin: Origin): void {
    const id = JSON.stringify(path);
    this.places.set(id, origin);
    this.settings.set(id, { path, value: undefined });
  }

  /** What was set, nested and unchecked. */
  values(): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    for (const { path, value } of this.settings.values()) put(given, path, value);
    return given;
  }

  /** The checked spec; undefined if there are problems. Those of the values are added to `problems`. */
  finish(): Reading | undefined {
    const { spec, wrong } = this.checked();
    if (spec === undefined) return undefined;
    // A value that is wrong contradicts nothing.
    const isUnknown = (path: SpecPath): boolean => {
      const id = JSON.stringify(path);
      return this.unresolved.has(id) || wrong.has(id);
    };
    for (const { path, message, hint } of contradictions(spec, isUnknown)) {
      this.problems.push({ ...this.originOf(path), message, hint });
    }
    if (this.problems.length > 0) return undefined;
    return { spec: withKnownDefault(spec), unresolved: [...this.unresolved.values()], places: this.places };
  }

  /** The spec without its wrong values, which are added to `problems`; no spec if one cannot be left out. */
  private checked(): { readonly spec: PoolSpec | undefined; readonly wrong: ReadonlySet<string> } {
    const [wrong, reported] = [new Set<string>(), new Set<string>()];
    for (;;) {
      const given = this.values();
      const result = POOL_SPEC.safeParse(given);
      if (result.success) return { spec: result.data, wrong };
      const { issues } = result.error;
      for (const issue of issues) {
        const id = JSON.stringify(issue.path);
        if (!reported.has(id)) this.problems.push(this.problemOf(issue, given));
        reported.add(id);
      }
      const dropped = issues.map(({ path }) => this.drop(path));
      for (const path of dropped.flat()) wrong.add(JSON.stringify(path));
      if (dropped.every((paths) => paths.length === 0)) return { spec: undefined, wrong };
    }
  }

  private problemOf(issue: core.$ZodIssue, given: unknown): Problem {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? '' : step));
    const { at, key } = this.originOf(path);
    const value = path.reduce<unknown>(
      (inner, step) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[step] : undefined,
      given,
    );
    const found = typeof value === 'string' ? `, not ${quoted(value)}` : '';
    return { at, key, message: `${issue.message}${found}`, hint: hintOf(issue, value) };
  }

  /** The origin of the setting, or of the nearest structure that holds it. */
  private originOf(path: SpecPath): Origin {
    for (let length = path.length; length >= 0; length -= 1) {
      const origin = this.places.get(JSON.stringify(path.slice(0, length)));
      if (origin !== undefined) return origin;
    }
    return { at: { line: 1, column: 1 }, key: path.join('.') };
  }
}

/**
 * Temporary passwords that are valid for 0 days are valid for the default of 7: Cognito takes 0 for no value (API reference,
 * PasswordPolicyType).
 */
function withKnownDefault(spec: PoolSpec): PoolSpec {
  if (spec.passwordPolicy?.temporaryPasswordValidityDays !== 0) return spec;
  return { ...spec, passwordPolicy: { ...spec.passwordPolicy, temporaryPasswordValidityDays: 7 } };
}

function put(target: Record<string, unknown>, path: SpecPath, value: unknown): void {
  let here: Record<string | number, unknown> = target;
  path.forEach((step, index) => {
    const next = path[index + 1];
    if (next === undefined) here[step] = value ?? here[step] ?? (typeof step === 'number' ? {} : undefined);
    else here = (here[step] ??= typeof next === 'number' ? [] : {}) as Record<string | number, unknown>;
  });
}

function hintOf(issue: core.$ZodIssue, value: unknown): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    return didYouMean(closest(value, issue.values.map(String))).trim() || undefined;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'boolean') return 'Write true or false';
  if (issue.expected === 'string' && typeof value === 'number') return 'Put it in quotes, or YAML reads it as a number';
  return undefined;
}
