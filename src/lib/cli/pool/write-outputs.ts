import { type FormatFlags, formatOptions } from '../show.js';
import { writeDocument } from '../../output/card.js';
import { visible } from '../../output/sanitise.js';
import { type Streams, writeOut } from '../../output/streams.js';

interface Showing {
  /** `output` is env, json or yaml: its type is not that of every command. */
  readonly flags: FormatFlags;
  readonly streams: Streams;
}

/** The format of the outputs of a user pool that the flags ask for. */
export function outputsFormat({ flags }: Pick<Showing, 'flags'>): string {
  return formatOptions(flags).format === 'table' ? flags.output : 'json';
}

/** Writes a document to stdout as JSON or YAML, or in their place lines of environment variables. */
export async function writeOutputs(document: object, lines: string, showing: Showing): Promise<void> {
  const format = outputsFormat(showing);
  if (format === 'json') return writeDocument(document, formatOptions(showing.flags), showing.streams);
  if (format !== 'yaml') return writeOut(showing.streams, `${visible(lines, { multiline: true })}\n`);
  const { yamlText } = await import('../../pool-spec/yaml-text.js');
  return writeOut(showing.streams, yamlText(document));
}
