import { isRecord } from '../../cognito/client/unmodelled.js';
import { parsedJson } from '../../text/parsed.js';

/** A request that a resource policy is asked about. */
export interface PolicyRequest {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys, which are in lower case. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Whether a policy allows a request; `unclear` if that depends on something that is not known here. */
export type Verdict = 'allowed' | 'denied' | 'unclear';

/**
 * What a resource policy says of a request by a service of AWS. A statement that cannot be evaluated (an element or a
 * condition that is not known here) makes the verdict unclear, never allowed.
 *
 * @param text the policy's JSON, as the service returns it
 */
export function evaluatePolicy(text: string, request: PolicyRequest): Verdict {
  const statements = statementsOf(text);
  if (statements === undefined) return 'unclear';
  const verdicts = statements.map((statement) => ({
    effect: statement.Effect,
    applies: applies(statement, request),
  }));
  const some = (effect: string, applying: boolean | undefined) =>
    verdicts.some((verdict) => verdict.effect === effect && verdict.applies === applying);
  if (some('Deny', true)) return 'denied';
  if (some('Deny', undefined)) return 'unclear';
  if (some('Allow', true)) return 'allowed';
  return some('Allow', undefined) ? 'unclear' : 'denied';
}

function statementsOf(text: string): Record<string, unknown>[] | undefined {
  const policy = parsedJson(text);
  if (!isRecord(policy)) return undefined;
  const statements = listOf(policy.Statement);
  return statements.every(isRecord) ? statements : undefined;
}

/** Whether a statement is about the request; `undefined` if that is unclear. */
function applies(statement: Record<string, unknown>, request: PolicyRequest): boolean | undefined {
  if (['NotPrincipal', 'NotAction', 'NotResource'].some((element) => element in statement)) return undefined;
  const { Principal, Action, Resource, Condition } = statement;
  const principals = isRecord(Principal) ? [...listOf(Principal.Service), ...listOf(Principal.AWS)] : Principal;
  if (!someMatches(principals, request.service)) return false;
  // The names of actions are not case-sensitive.
  if (!someMatches(lowerCase(Action), request.action.toLowerCase())) return false;
  if (Resource !== undefined && !someMatches(Resource, request.resource)) return false;
  if (Condition === undefined) return true;
  if (!isRecord(Condition)) return undefined;
  const results = Object.entries(Condition).flatMap(([operator, keys]) =>
    isRecord(keys)
      ? Object.entries(keys).map(([key, values]) => holds(operator, request.keys[key.toLowerCase()], values))
      : [undefined],
  );
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** Whether a condition holds; `undefined` for an operator or a key that is not known here. */
function holds(operator: string, value: string | undefined, wanted: unknown): boolean | undefined {
  if (value === undefined) return undefined;
  // An account ID may be written as a number.
  const values = listOf(wanted).map((one) => (typeof one === 'number' ? String(one) : one));
  if (operator === 'StringEquals') return values.includes(value);
  if (operator === 'StringLike') return someMatches(values, value);
  if (operator !== 'ArnLike' && operator !== 'ArnEquals') return undefined;
  const results = values.map((pattern) => matchesArn(pattern, value));
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}

/** The parts of an ARN: the last one, the resource, may have colons of its own. */
const ARN = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s;

/**
 * As IAM's operators for ARNs match: each part by itself, so that a star does not go beyond a colon. Undefined for a
 * pattern with fewer parts, of which IAM does not say what it matches.
 */
function matchesArn(pattern: unknown, value: string): boolean | undefined {
  const patterns = typeof pattern === 'string' ? ARN.exec(pattern)?.slice(1) : undefined;
  const parts = ARN.exec(value)?.slice(1);
  if (patterns === undefined || parts === undefined) return undefined;
  return patterns.every((one, index) => matchesPattern(one, parts[index] ?? ''));
}

function someMatches(patterns: unknown, value: string): boolean {
  return listOf(patterns).some((pattern) => typeof pattern === 'string' && matchesPattern(pattern, value));
}

/** As IAM matches: `*` is any text, `?` any character. Goes back to the last star only, so that no pattern takes long. */
function matchesPattern(pattern: string, value: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < value.length) {
    if (pattern[at] === '*') {
      star = at;
      mark = from;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === value[from])) {
      at += 1;
      from += 1;
    } else if (star === -1) {
      return false;
    } else {
      at = star + 1;
      mark += 1;
      from = mark;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

function lowerCase(value: unknown): unknown {
  return listOf(value).map((one) => (typeof one === 'string' ? one.toLowerCase() : one));
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
