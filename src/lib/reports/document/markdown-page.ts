import { cellTexts, minute } from '../../output/cells.js';
import { markdownCode, markdownText } from '../../output/markup/markdown.js';
import type { CardField, Cell } from '../../output/view.js';
import type { Block, ReportDocument, Table, TableColumn } from './document.js';
import { grouped } from './grouped.js';

/** A document as GitHub-flavoured Markdown, in pieces. Of a chart only its table is written. */
export async function* markdownPage({
  title,
  facts,
  figures,
  sections,
}: ReportDocument): AsyncGenerator<string, void, undefined> {
  yield `# ${markdownText(title)}\n${factTable(facts)}`;
  if (figures.length > 0) {
    yield `\n${figures.map(({ value, label }) => `- **${markdownText(value)}** ${markdownText(label)}\n`).join('')}`;
  }
  for (const section of sections) {
    yield `\n## ${markdownText(section.title)}\n`;
    for (const block of section.blocks) yield* blockPieces(block);
  }
}

async function* blockPieces(block: Block): AsyncGenerator<string, void, undefined> {
  switch (block.kind) {
    case 'text':
      yield `\n${markdownText(block.text)}\n`;
      return;
    case 'notice':
      yield `\n> ${markdownText(block.text)}\n`;
      return;
    case 'heading': {
      const tags = block.tags?.map(({ text }) => markdownText(text)) ?? [];
      yield `\n### ${[markdownText(block.text), ...tags].join(' · ')}\n`;
      return;
    }
    case 'facts':
      yield factTable(block.fields);
      return;
    case 'table':
    case 'chart':
      yield* tablePieces(block.table);
  }
}

/** A section of a card is a heading between two tables. */
function factTable(fields: readonly CardField[]): string {
  const start = '\n| | |\n|---|---|\n';
  return fields
    .map((field, index) => {
      if ('section' in field) return `\n### ${markdownText(field.section)}\n${start}`;
      const isTime = field.isTime === true && typeof field.value === 'string';
      const value = isTime ? `${cellMarkdown(field.value, 'time')} UTC` : cellMarkdown(field.value, undefined);
      return `${index === 0 ? start : ''}| ${markdownText(field.label)} | ${value} |\n`;
    })
    .join('');
}

async function* tablePieces({ columns, rows, total, empty }: Table): AsyncGenerator<string, void, undefined> {
  let isEmpty = true;
  for await (const row of rows) {
    if (isEmpty) yield tableStart(columns);
    isEmpty = false;
    yield line(columns.map(({ kind }, index) => cellMarkdown(row[index], kind)));
  }
  if (isEmpty) yield `\n${markdownText(empty ?? 'None.')}\n`;
  else if (total !== undefined) {
    const cells = columns.map(({ kind }, index) => cellMarkdown(total[index] ?? '', kind));
    yield line(cells.map((cell) => (cell === '' ? '' : `**${cell}**`)));
  }
}

function tableStart(columns: readonly TableColumn[]): string {
  const headers = line(columns.map(({ header }) => markdownText(header)));
  return `\n${headers}|${columns.map(({ kind }) => (kind === 'number' ? '---:' : '---')).join('|')}|\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function cellMarkdown(cell: Cell, kind: TableColumn['kind']): string {
  if (typeof cell === 'number') return grouped(cell);
  if (kind === 'time' && typeof cell === 'string') return markdownText(minute(cell));
  if ((kind === 'command' || kind === 'id') && typeof cell === 'string' && cell !== '') return markdownCode(cell);
  return cellTexts(cell)
    .map((text) => markdownText(text))
    .join('<br>');
}
