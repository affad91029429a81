/** Reads the rules of `sandbox serve --token-rules`. Loads the YAML parser and the schema library. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { AdminError } from '../../errors.js';
import { readNamedFile } from '../../files/named-file.js';
import { deepNesting } from '../../text/deep-nesting.js';
import { FIXED_CLAIMS, type TokenRule } from '../sign-in/token-rules.js';

const NAME = z.string().min(1).max(256);
const SCALAR = z.union([z.string().max(2048), z.number(), z.boolean()]);

const CLAIM = NAME.refine((name) => !FIXED_CLAIMS.includes(name), 'no trigger can change this claim');

const RULE = z.strictObject({
  when: z.strictObject({ group: NAME.optional(), role: NAME.optional(), tenant: NAME.optional() }).default({}),
  tokens: z.array(z.enum(['id', 'access'])).default(['id']),
  add: z.record(CLAIM, z.union([SCALAR, z.array(SCALAR).max(100)])).default({}),
  suppress: z.array(CLAIM).default([]),
});

const FILE = z.strictObject({ rules: z.array(RULE).max(1000) });

/** @throws AdminError USAGE if the file cannot be read, or as `parseTokenRules` does */
export async function readTokenRules(file: string): Promise<TokenRule[]> {
  const hint = 'Check --token-rules.';
  const bytes = await readNamedFile(file, { what: 'the token rules', maxBytes: 10_000_000, hint });
  return parseTokenRules(bytes.toString('utf8'), file);
}

/**
 * Rules from YAML or JSON; `file` is its name in messages.
 *
 * @throws AdminError USAGE for the first thing in it that is not valid
 */
export function parseTokenRules(text: string, file: string): TokenRule[] {
  const deep = deepNesting(text);
  if (deep) throw invalid(file, `nested too deeply (line ${deep.line})`);
  const document = parseDocument(text, { stringKeys: true });
  const [syntax] = document.errors;
  if (syntax) throw invalid(file, syntax.message.split('\n')[0] ?? '');
  const result = FILE.safeParse(plain(document, file));
  if (result.success) return result.data.rules;
  const [issue] = result.error.issues;
  const where = z.core.toDotPath(issue?.path ?? []);
  throw invalid(file, `${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`);
}

function plain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
}

function invalid(file: string, problem: string): AdminError {
  return new AdminError('USAGE', `invalid token rules in ${file}: ${problem}`, {
    hint: 'docs/sandbox.md describes the format',
  });
}
