import { AdminError } from '../../errors.js';

/** A JMESPath expression (https://jmespath.org/specification.html) whose syntax and functions have been checked. */
export interface Query {
  /**
   * What the expression selects from a value, which is read as its JSON.
   *
   * @throws AdminError OUTPUT_UNWRITABLE if a function is called with a value of a type that it does not take
   */
  readonly select: (value: unknown) => unknown;
}

/** A name before a parenthesis, or a literal, in which such a name is text. */
const CALL_OR_LITERAL = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\b([A-Za-z_]\w*)\s*\(/g;

/**
 * Parses a JMESPath expression with the library that AWS keeps for it.
 *
 * @param source what it was given with, for errors: `--query`
 * @throws AdminError USAGE with the column, from 1, of a syntax error, or with the name of an unknown function
 */
export async function parseQuery(expression: string, source: string): Promise<Query> {
  const jmespath = await import('@aws-lambda-powertools/jmespath');
  // The parser looks an expression up by its text in a plain object, which has a `constructor`. The space also makes the
  // parser's positions, from 0, count from 1.
  const padded = ` ${expression}`;
  const search = (text: string, json: unknown): unknown =>
    jmespath.search(text, json as Parameters<typeof jmespath.search>[1]);
  const positionOf = (error: unknown): number | undefined =>
    error instanceof jmespath.ParseError
      ? error.lexPosition
      : error instanceof jmespath.LexerError
        ? error.lexerPosition
        : undefined;
  try {
    search(padded, null);
  } catch (error) {
    const column = positionOf(error);
    if (column !== undefined) throw invalid(source, misplaced(expression, column), error);
    // The parser recurses into what is nested.
    if (error instanceof RangeError) throw invalid(source, 'it is nested too deeply', error);
    // Of null, most functions cannot be computed: that says nothing about the result of the command.
  }
  for (const { 1: name, index } of expression.matchAll(CALL_OR_LITERAL)) {
    if (name !== undefined && !isFunction(name)) {
      throw invalid(source, `unknown function "${name}" at column ${index + 1}`);
    }
  }
  return {
    select: (value) => {
      try {
        return search(padded, asJson(value)) ?? null;
      } catch (error) {
        const reason = (error instanceof Error ? error.message : String(error)).replace(/ in expression: .*$/s, '');
        const text = reason.charAt(0).toLowerCase() + reason.slice(1);
        throw new AdminError('OUTPUT_UNWRITABLE', `${source} cannot be applied to the result: ${text}`, {
          cause: error,
          hint: 'To see what it is applied to, run the command with -o json and without it.',
        });
      }
    },
  };

  function isFunction(name: string): boolean {
    try {
      search(` ${name}()`, null);
    } catch (error) {
      return !(error instanceof jmespath.UnknownFunctionError);
    }
    return true;
  }
}

/** @param column of the syntax error, from 1 */
function misplaced(expression: string, column: number): string {
  if (expression.trim() === '') return 'it is empty';
  if (column > expression.length) return `unexpected end at column ${column}`;
  return `unexpected ${JSON.stringify(String.fromCodePoint(expression.codePointAt(column - 1) ?? 0))} at column ${column}`;
}

function invalid(source: string, reason: string, cause?: unknown): AdminError {
  return new AdminError('USAGE', `${source} is not a valid JMESPath expression: ${reason}`, {
    cause,
    hint: 'The syntax: https://jmespath.org/specification.html',
  });
}

/** The value as its JSON is read back, but without the properties that every object of JavaScript has. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? (Object.setPrototypeOf(one, null) as unknown)
      : one,
  );
}
