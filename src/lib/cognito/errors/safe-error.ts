import { redacted } from '../../text/redacted.js';

/** Causes of causes that are kept: deeper ones tell nothing more, and a circle must end. */
const MAX_DEPTH = 5;

/** The names under which a request carries what nobody may read. */
const SECRET_FIELD = /password|secret|token|hash|^session$/i;

/** Its keys are named like tokens, and its values are words such as `minutes`. */
const UNITS = 'TokenValidityUnits';

/** Every secret that a request carries, at any depth. */
export function secretsIn(input: unknown, name = ''): string[] {
  if (typeof input === 'string') return SECRET_FIELD.test(name) ? [input] : [];
  if (Array.isArray(input)) return input.flatMap((item) => secretsIn(item, name));
  if (typeof input !== 'object' || input === null || name === UNITS) return [];
  return Object.entries(input).flatMap(([key, value]) => secretsIn(value, key));
}

/**
 * What may be kept of an error of the SDK: its name, its message and stack without secrets, its HTTP status, request ID
 * and count of attempts. The SDK hangs the whole answer on its errors, and the service repeats what it refuses.
 */
export function safeError(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return undefined;
  // The parser quotes the beginning of what it could not read, which may be a part of a secret.
  const message = error instanceof SyntaxError ? 'the answer is not JSON' : redacted(error.message, secrets);
  const cause = safeError(error.cause, secrets, depth + 1);
  const safe = new Error(message, cause === undefined ? undefined : { cause });
  safe.name = error.name;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  safe.stack = [`${error.name}: ${message}`, ...frames.map((frame) => redacted(frame, secrets))].join('\n');
  const { code, $metadata } = error as { code?: unknown; $metadata?: unknown };
  return Object.assign(safe, {
    ...(typeof code === 'string' ? { code } : {}),
    ...($metadata === undefined ? {} : { $metadata }),
  });
}

/** Whether an error says anything that `safeError` would leave out of it. */
export function isSafe(error: Error, secrets: readonly string[]): boolean {
  const said = `${error.message}\n${error.stack ?? ''}`;
  return redacted(said, secrets) === said;
}
