import { deepNesting } from '../../text/deep-nesting.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { type Document, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { core, ZodType } from 'zod';
import { inconsistencies } from './inconsistencies.js';
import { lineFinder } from './line-finder.js';
import type { LocatedProblem, SettingsProblem } from './settings-problem.js';
import { type FileSettings, KNOWN_KEYS, SETTINGS_SCHEMA } from './settings-schema.js';

/** A file that was read: the settings and the document to edit them in, or its problems. */
export type SettingsReading<Settings> =
  | { readonly document: Document; readonly settings: Settings; readonly problems: readonly [] }
  | { readonly problems: readonly [LocatedProblem, ...LocatedProblem[]] };

export type ContextsReading = SettingsReading<FileSettings>;

/** What a file of settings may hold. */
interface SettingsKind<Settings> {
  readonly schema: ZodType<Settings>;
  /** Problems between several keys of valid settings. */
  readonly inconsistencies: (settings: Settings) => readonly SettingsProblem[];
  /** The keys that there are at a path. */
  readonly knownKeys: (path: readonly PropertyKey[]) => readonly string[];
}

/**
 * Reads YAML text as a contexts file. Problems are returned with their lines, not thrown. Importing this module loads the
 * YAML parser and the schema library, so it is imported only if there is a file.
 */
export function readContexts(text: string): ContextsReading {
  return readSettings(text, { schema: SETTINGS_SCHEMA, inconsistencies, knownKeys });
}

/** Reads YAML text as settings of a kind; see `readContexts`. An empty text is settings without a key. */
export function readSettings<Settings>(text: string, kind: SettingsKind<Settings>): SettingsReading<Settings> {
  const deep = deepNesting(text);
  if (deep !== undefined) {
    const hint = 'No context needs that: check for a bracket too many';
    return { problems: [{ path: [], line: deep.line, message: 'nested too deeply', hint }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [error] = document.errors;
  if (error !== undefined) return { problems: [syntaxProblem(error, text, lines)] };

  const content = contentOf(document, lines);
  if ('line' in content) return { problems: [content] };
  const result = kind.schema.safeParse(content.value);
  const found = result.success
    ? kind.inconsistencies(result.data)
    : result.error.issues.flatMap((issue) => schemaProblems(issue, document, kind.knownKeys));
  const lineOf = lineFinder(document, lines);
  const [first, ...others] = firstOfEachKey(found).map((problem) => ({ ...problem, line: lineOf(problem.path) }));
  if (first !== undefined) return { problems: [first, ...others] };
  return { document, settings: result.data as Settings, problems: [] };
}

/** The document as plain values. An empty file, or `contexts:` with nothing under it, is valid. */
function contentOf(document: Document.Parsed, lines: LineCounter): { value: unknown } | LocatedProblem {
  let unresolved: LocatedProblem | undefined;
  visit(document, {
    // The schema library drops this key, which sets the prototype of an object.
    Pair: (_key, { key }) => {
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      const line = lines.linePos(key.range?.[0] ?? 0).line;
      unresolved = { path: [], line, message: '__proto__ cannot be a key', hint: 'Choose another name' };
      return visit.BREAK;
    },
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      unresolved = { path: [], line, message: `no anchor &${alias.source}` };
      return visit.BREAK;
    },
  });
  if (unresolved !== undefined) return unresolved;
  try {
    const value: unknown = document.toJS() ?? {};
    const isEmpty = typeof value === 'object' && value !== null && 'contexts' in value && value.contexts === null;
    return { value: isEmpty ? { ...value, contexts: {} } : value };
  } catch {
    // The YAML library's limit against a few lines that expand to gigabytes.
    return { path: [], line: 1, message: 'too many aliases', hint: 'Write the settings out' };
  }
}

const SYNTAX_HINTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'Indent with spaces',
  DUPLICATE_KEY: 'Keep one of the two',
  MULTIPLE_DOCS: 'Keep one document, and remove the --- between them',
};

function syntaxProblem(error: YAMLError, text: string, lines: LineCounter): LocatedProblem {
  const hint = SYNTAX_HINTS[error.code] ?? 'Check the indentation, quotes and brackets on that line';
  return { path: [], line: lines.linePos(error.pos[0]).line, message: syntaxMessage(error, text), hint };
}

function syntaxMessage(error: YAMLError, text: string): string {
  if (error.code === 'MULTIPLE_DOCS') return 'a second YAML document';
  if (error.code === 'DUPLICATE_KEY') {
    return `key ${/^[^\s:]*/.exec(text.slice(error.pos[0]))?.[0] ?? ''} is repeated`;
  }
  const message = error.message.replace(/\s+/g, ' ');
  return `not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function schemaProblems(
  issue: core.$ZodIssue,
  document: Document,
  keysAt: SettingsKind<unknown>['knownKeys'],
): SettingsProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: issue.path, message: issue.message, hint: valueHint(issue, document) }];
  }
  const known = keysAt(issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    message: 'unknown key',
    hint: `${didYouMean(closest(key, known))}Keys: ${known.join(', ')}`,
  }));
}

/** The keys that there are at a path: of the file, of a part of it, of a context, or of a part of one. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'complete') return KNOWN_KEYS.complete;
  if (path.length < 3) return [KNOWN_KEYS.file, [], KNOWN_KEYS.context][path.length] ?? [];
  const parts = ['platform', 'roster', 'team', 'acceptedFindings', 'signers'] as const;
  return KNOWN_KEYS[parts.find((part) => part === path[2]) ?? 'conventions'];
}

/** YAML reads 012345678901 as a number, without its leading zero, so an account or a name of digits needs quotes. */
function valueHint(issue: core.$ZodIssue, document: Document): string | undefined {
  // The hint of a check of our own.
  if (issue.code === 'custom' && typeof issue.params?.fix === 'string') return issue.params.fix;
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'boolean') return 'Write true or false';
  const node: unknown = document.getIn(issue.path, true);
  if (issue.expected !== 'string' || !isScalar(node)) return undefined;
  if (typeof node.value !== 'number' || node.source === undefined) return undefined;
  return `Put it in quotes, or YAML reads it as a number: '${node.source}'`;
}

/** The first problem of each key, which causes the others. */
function firstOfEachKey(problems: readonly SettingsProblem[]): SettingsProblem[] {
  const keys = problems.map((problem) => JSON.stringify(problem.path));
  return problems.filter((_problem, index) => keys.indexOf(keys[index] ?? '') === index);
}
