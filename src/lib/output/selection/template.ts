import { AdminError } from '../../errors.js';
import { visible } from '../sanitise.js';
import { parseQuery } from './query.js';
import { valueText } from './value-text.js';

/** Makes a line of text, without its line feed, from a row or an object. */
export type Template = (json: unknown) => string;

/** `{{ expression }}`; an expression may hold a literal with braces, such as `'}}'`. */
const PLACEHOLDER = /\{\{((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|(?!\}\})[^'"`])*)\}\}/g;

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };

/**
 * Parses the text of `--template`: everything is copied, except `\t`, `\n` and `\\`, and JMESPath expressions in double
 * braces, which are replaced by what they select. Nothing in it can run, and no value is read as a template.
 *
 * @throws AdminError USAGE for a syntax error
 */
export async function parseTemplate(text: string): Promise<Template> {
  if (text === '') {
    // Usually an unset variable of a script.
    throw new AdminError('USAGE', '--template is empty', { hint: 'Give the text of a line, or omit --template.' });
  }
  // Split at the placeholders: text and expressions in turn.
  const pieces = text.split(PLACEHOLDER);
  const parts: Template[] = [];
  for (const [index, piece] of pieces.entries()) parts.push(index % 2 === 0 ? copied(piece) : await selected(piece));
  return (json) => parts.map((part) => part(json)).join('');
}

function copied(piece: string): Template {
  const brace = /\{\{|\}\}/.exec(piece)?.[0];
  if (brace !== undefined) {
    throw new AdminError('USAGE', `--template has ${brace} without its counterpart`, {
      hint: "An expression is in double braces: --template '{{email}}'",
    });
  }
  const text = piece.replace(/\\([tn\\])/g, (_all, letter: string) => ESCAPES[letter] ?? letter);
  return () => text;
}

async function selected(expression: string): Promise<Template> {
  const { select } = await parseQuery(expression.trim(), `{{${visible(expression)}}}`);
  return (json) => valueText(select(json));
}
