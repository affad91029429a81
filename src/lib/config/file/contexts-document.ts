import { closest, didYouMean } from '../../text/suggestion.js';
import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type FileSettings, KNOWN_KEYS } from './context-settings.js';
import { inconsistencies } from './inconsistencies.js';
import { lineFinder } from './line-finder.js';
import type { LocatedProblem, SettingsProblem } from './settings-problem.js';
import { settingsSchema } from './settings-schema.js';

/** The text of a contexts file, read: the settings and the document to edit them in, or what is wrong with it. */
export type ContextsReading =
  | { readonly document: Document; readonly settings: FileSettings; readonly problems: readonly [] }
  | { readonly problems: readonly [LocatedProblem, ...LocatedProblem[]] };

/**
 * Reads YAML text as a contexts file. Says every problem with its line, and throws for none. Loading this module loads
 * the YAML parser and the schema library, so what every command loads imports it only where there is a file.
 */
export function readContexts(text: string): ContextsReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) return { problems: [syntaxProblem(fault, text, lines)] };

  const content = contentOf(document, lines);
  if ('line' in content) return { problems: [content] };
  const result = settingsSchema().safeParse(content.value);
  const found = result.success
    ? inconsistencies(result.data)
    : result.error.issues.flatMap((issue) => schemaProblems(issue, document));
  const lineOf = lineFinder(document, lines);
  const [first, ...others] = firstOfEachKey(found).map((problem) => ({
    ...problem,
    line: lineOf(problem.path),
  }));
  if (first !== undefined) return { problems: [first, ...others] };
  return { document, settings: result.data ?? {}, problems: [] };
}

/** The document as plain values. An empty file, and `contexts:` with nothing under it, say nothing and are fine. */
function contentOf(document: Document.Parsed, lines: LineCounter): { value: unknown } | LocatedProblem {
  let unresolved: LocatedProblem | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      unresolved = { path: [], line, message: `nothing is marked &${alias.source}` };
      return visit.BREAK;
    },
  });
  if (unresolved !== undefined) return unresolved;
  try {
    const value: unknown = document.toJS() ?? {};
    const isEmpty =
      typeof value === 'object' && value !== null && 'contexts' in value && value.contexts === null;
    return { value: isEmpty ? { ...value, contexts: {} } : value };
  } catch {
    // YAML's own guard against a few lines that unfold into gigabytes.
    return { path: [], line: 1, message: 'too many aliases', hint: 'Write the settings out' };
  }
}

const SYNTAX_HINTS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'Indent with spaces',
  DUPLICATE_KEY: 'Keep one of the two',
  MULTIPLE_DOCS: 'Keep one document, and remove the --- between them',
};

function syntaxProblem(error: YAMLError, text: string, lines: LineCounter): LocatedProblem {
  const hint = SYNTAX_HINTS[error.code] ?? 'Check the indentation, the quotes and the brackets there';
  return { path: [], line: lines.linePos(error.pos[0]).line, message: syntaxFault(error, text), hint };
}

function syntaxFault(error: YAMLError, text: string): string {
  if (error.code === 'MULTIPLE_DOCS') return 'a second YAML document';
  if (error.code === 'DUPLICATE_KEY') {
    return `key ${/^[^\s:]*/.exec(text.slice(error.pos[0]))?.[0] ?? ''} is there twice`;
  }
  const message = error.message.replace(/\s+/g, ' ');
  return `not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** The part of a zod issue that matters here. */
interface SchemaIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly expected?: string;
  /** What a check of our own says to do about it. */
  readonly params?: { readonly fix?: string } | undefined;
}

function schemaProblems(issue: SchemaIssue, document: Document): SettingsProblem[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: issue.path, message: issue.message, hint: valueHint(issue, document) }];
  }
  const known = [KNOWN_KEYS.file, [], KNOWN_KEYS.context, KNOWN_KEYS.conventions][issue.path.length] ?? [];
  return (issue.keys ?? []).map((key) => ({
    path: [...issue.path, key],
    message: 'unknown key',
    hint: `${didYouMean(closest(key, known))}Keys: ${known.join(', ')}`,
  }));
}

/** YAML reads 012345678901 as a number and drops its zero, so an account needs quotes, and so does any name of digits. */
function valueHint({ path, message, expected, params }: SchemaIssue, document: Document): string | undefined {
  if (params?.fix !== undefined) return params.fix;
  if (message === 'expected a boolean') return 'Write true or false';
  if (expected !== 'string') return undefined;
  const node: unknown = document.getIn(path, true);
  if (typeof node !== 'object' || node === null || !('value' in node) || !('source' in node))
    return undefined;
  if (typeof node.value !== 'number' || typeof node.source !== 'string') return undefined;
  return `Put it in quotes, since without them it is a number: '${node.source}'`;
}

/** Of several problems with one key the first, which the others follow from. */
function firstOfEachKey(problems: readonly SettingsProblem[]): SettingsProblem[] {
  const keys = problems.map((problem) => JSON.stringify(problem.path));
  return problems.filter((_problem, index) => keys.indexOf(keys[index] ?? '') === index);
}
