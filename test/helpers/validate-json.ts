import { existsSync, readFileSync } from 'node:fs';

import Ajv, { type ValidateFunction } from 'ajv';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const ajv = new Ajv({ allErrors: true });

/** What is printed is JSON of another form than the command's own with these. */
const OTHER_FORMS = /^(--query|--template|--columns|-q$|--quiet$|--help$|-h$)/;

/**
 * Checks what a command has printed against its published schema, if it was asked for JSON or NDJSON. Every test that runs
 * a command does it, so that no JSON of a test can differ from the schemas.
 *
 * @param name the command, as it is typed
 * @param argv its arguments and flags
 * @throws Error for JSON that the schema does not allow, and for JSON of a command that has no schema
 */
export function validateJson(name: string, argv: readonly string[], stdout: string): void {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const format = formatOf(words);
  if (format === undefined || stdout === '' || words.some((word) => OTHER_FORMS.test(word))) return;
  const documents = format === 'json' ? [stdout] : stdout.split('\n').filter((line) => line !== '');
  for (const text of documents) {
    const value = parsed(text);
    if (value === undefined) continue;
    const isError = typeof value === 'object' && value !== null && Object.keys(value).join() === 'error';
    const validate = isError ? validator('error', '') : validator(`output/${name.replaceAll(' ', '-')}`, format);
    if (validate(value) !== true) {
      throw new Error(`the JSON of ${name} differs from its schema: ${ajv.errorsText(validate.errors)}\n${text}`);
    }
  }
}

function formatOf(words: readonly string[]): 'json' | 'ndjson' | undefined {
  const given = words.flatMap((word, index) =>
    word === '--json'
      ? 'json'
      : /^(?:-o|--output)$/.test(word)
        ? words[index + 1]
        : /^(?:-o|--output)=?(\w+)$/.exec(word)?.[1],
  );
  return (['json', 'ndjson'] as const).find((format) => given.includes(format));
}

/** Undefined for text that is cut off, as by a killed process. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const validators = new Map<string, ValidateFunction>();

function validator(name: string, format: string): ValidateFunction {
  const key = `${name} ${format}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const file = new URL(`${name}.json`, SCHEMAS);
  if (!existsSync(file))
    throw new Error(`no schema ${name}: UPDATE_SNAPSHOTS=1 npx mocha test/contract/schemas.test.ts`);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { definitions?: { row: object } };
  const made = ajv.compile(format === 'ndjson' ? (schema.definitions?.row ?? {}) : schema);
  validators.set(key, made);
  return made;
}

/** The name of the command that a command line of words starts with. */
export function commandOf(argv: readonly string[]): string {
  const counts = [3, 2, 1].filter((count) =>
    existsSync(new URL(`output/${argv.slice(0, count).join('-')}.json`, SCHEMAS)),
  );
  return argv.slice(0, counts[0] ?? 2).join(' ');
}
