import type { Streams } from '../../output/streams.js';
import { safeJson, visible } from '../../output/sanitise.js';
import { writeOut } from '../../output/streams.js';

interface Showing {
  /** `output` is env, json or yaml: its type is not that of every command. */
  readonly flags: { readonly json: boolean; readonly output: string };
  readonly streams: Streams;
}

/** The format of the outputs of a user pool that the flags ask for. */
export function outputsFormat({ flags }: Pick<Showing, 'flags'>): string {
  return flags.json ? 'json' : flags.output;
}

/** Writes a document to stdout as JSON or YAML, or in their place lines of environment variables. */
export async function writeOutputs(document: object, lines: string, showing: Showing): Promise<void> {
  const format = outputsFormat(showing);
  if (format === 'json') return writeOut(showing.streams, `${safeJson(document, 2)}\n`);
  if (format !== 'yaml') return writeOut(showing.streams, `${visible(lines, { multiline: true })}\n`);
  const { yamlText } = await import('../../pool-spec/yaml-text.js');
  return writeOut(showing.streams, yamlText(document));
}
