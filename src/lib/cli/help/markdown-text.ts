import { renderBlocks, renderCard } from '../../output/card.js';
import { styled } from '../../output/style.js';
import { wrap, wrappedLines } from '../../output/wrap.js';

export interface TextLayout {
  /** Terminal cells that a line may take. Code is not wrapped, so that it can be copied. */
  readonly width: number;
  /** Whether headings are bold. */
  readonly bold: boolean;
}

/**
 * The Markdown of this project's documentation as text for a terminal: headings, paragraphs, lists, tables, and code.
 *
 * @returns lines, each with its line feed
 */
export function markdownText(markdown: string, layout: TextLayout): string {
  return blocksOf(markdown)
    .map((block) => blockText(block, layout))
    .join('\n');
}

/** Parts that are separated by empty lines; code in fences, and indented code, is one part with its empty lines. */
function blocksOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```\w*\n[^]*?^```$|(?:^ {4}.*\n?)+|(?:^(?!```| {4}).*\S.*\n?)+/gm)].map(([block]) =>
    block.replace(/\n+$/, ''),
  );
}

function blockText(block: string, { width, bold }: TextLayout): string {
  const heading = /^#+ (.*)$/.exec(block)?.[1];
  if (heading !== undefined) return `${styled(plain(heading), 'bold', bold)}\n`;
  if (block.startsWith('```'))
    return `${block
      .split('\n')
      .slice(1, -1)
      .map((line) => `    ${line}`.trimEnd())
      .join('\n')}\n`;
  if (block.startsWith('    ')) return `${block}\n`;
  if (block.startsWith('|')) return tableText(block, width);
  const items = block.split(/\n(?=- )/).map((item) => plain(item.replaceAll(/\s*\n\s*/g, ' ')));
  // The lines of an item are indented below its dash.
  const lines = items.map((item) => (item.startsWith('- ') ? wrap(item, width) : wrappedLines(item, width).join('\n')));
  return `${lines.join('\n')}\n`;
}

/** Two columns as labels and values; more as a block for each row, since tables of sentences fit no terminal. */
function tableText(block: string, width: number): string {
  const [header = [], , ...rows] = block.split('\n').map(cellsOf);
  const terminal = { outIsTTY: true, columns: width, color: false };
  if (header.length === 2) {
    const fields = rows.map(([label = '', value = '']) => ({ label, value }));
    return renderCard(fields, terminal, { now: new Date(0) });
  }
  const blocks = rows.map((cells) =>
    header.map((label, index) => ({ label, value: cells[index] })).filter(({ value }) => value !== ''),
  );
  return renderBlocks(blocks, terminal);
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => plain(cell.trim()));
}

/** Text without the marks of code and emphasis. */
function plain(text: string): string {
  return text.replaceAll(/`|\*\*/g, '').replaceAll(/(?<!\w)\*(\S[^*]*)\*/g, '$1');
}
