import type { Invocation } from '../invocation.js';
import { flagGroup } from '../flags/flag-group.js';
import { outputFlags } from '../flags/output.js';

type Showing = Pick<Invocation, 'flags' | 'streams'>;

/** The flags of a command that prints tokens: how the result is shown. */
export const tokensOutputFlags = flagGroup('OUTPUT', {
  output: { ...outputFlags.output, summary: 'Output format: table is JSON too.' },
  quiet: { ...outputFlags.quiet, summary: 'Print only the access token.' },
});

/**
 * The flags of a command whose result is JSON unless another format is asked for: programs read tokens. What `--query` selects
 * stays text, as everywhere, so that one token can be piped on.
 */
export function asJson({ flags, streams }: Showing): Showing {
  const { json: isAsked, output, quiet, template, query } = flags;
  const json = isAsked || (output === 'table' && !quiet && template === undefined && query === undefined);
  return { flags: { ...flags, json }, streams };
}
