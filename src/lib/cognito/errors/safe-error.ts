import { defined } from '../../model/defined.js';
import { MAX_STACK, redacted } from '../../text/redacted.js';

/** Causes may form a circle, and deep ones add nothing. */
const MAX_DEPTH = 5;

/** The last lines of a stack: a message that looks like one comes first. */
const MAX_FRAMES = 50;

/** Names of request fields whose values are secret. */
const SECRET_FIELD = /password|secret|token|hash|^session$/i;

/** Its keys are named like tokens, but its values are words such as `minutes`. */
const UNITS = 'TokenValidityUnits';

/** Every secret that a request carries, at any depth. */
export function secretsIn(input: unknown, name = ''): string[] {
  if (typeof input === 'string') return SECRET_FIELD.test(name) ? [input] : [];
  if (Array.isArray(input)) return input.flatMap((item) => secretsIn(item, name));
  if (typeof input !== 'object' || input === null || name === UNITS) return [];
  return Object.entries(input).flatMap(([key, value]) => secretsIn(value, key));
}

/**
 * The parts of an SDK error that hold no secret: its name, its message and stack with secrets removed, its HTTP status,
 * request ID and number of attempts. The SDK attaches the whole response to its errors, and the service repeats the
 * values that it refuses.
 */
export function safeError(error: unknown, secrets: readonly string[], depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return undefined;
  // The JSON parser quotes the start of what it could not read, which may be part of a secret.
  const message = error instanceof SyntaxError ? 'the answer is not JSON' : redacted(error.message, secrets);
  const safe = new Error(message, defined({ cause: safeError(error.cause, secrets, depth + 1) }));
  safe.name = redacted(error.name, secrets);
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(-MAX_FRAMES);
  safe.stack = [`${safe.name}: ${message}`, ...frames.map((frame) => redacted(frame, secrets))].join('\n');
  const { code, $metadata } = error as { code?: unknown; $metadata?: unknown };
  return Object.assign(safe, defined({ code: typeof code === 'string' ? code : undefined, $metadata }));
}

/** Whether an error holds nothing that `safeError` would remove. */
export function isSafe(error: Error, secrets: readonly string[]): boolean {
  const { message, stack = '' } = error;
  return redacted(message, secrets) === message && redacted(stack, secrets, MAX_STACK) === stack;
}
