import { type Invocation, withHint } from '../invocation.js';
import { flagGroup } from '../flags/flag-group.js';
import { outputFlags } from '../flags/output.js';
import { formatOptions, showCard } from '../show.js';
import { AdminError } from '../../errors.js';
import { ClosedPipe } from '../../output/streams.js';
import { type Tokens, tokensCard } from '../../tokens/grants.js';

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
function asJson({ flags, streams }: Showing): Showing {
  const { json: isAsked, output, quiet, template, query } = flags;
  const json = isAsked || (output === 'table' && !quiet && template === undefined && query === undefined);
  return { flags: { ...flags, json }, streams };
}

/**
 * Prints tokens.
 *
 * @param lost what to say if they cannot be printed, where they cannot be had again in the same way
 */
export async function showTokens(
  cli: Pick<Invocation, 'flags' | 'streams' | 'warn'>,
  tokens: Tokens,
  lost?: string,
): Promise<void> {
  try {
    await showCard(tokens, tokensCard, asJson(cli));
  } catch (error) {
    if (lost === undefined) throw error;
    // A closed pipe is no error, so that nothing else would say it.
    if (error instanceof ClosedPipe) cli.warn(lost);
    throw error instanceof AdminError ? withHint(error, lost) : error;
  }
}

/** In place of a refresh token, to see whether it is shown. */
const MARK = 'in-place-of-the-refresh-token';

/** The flag with which the output has not the whole refresh token, if there is one. @throws those of `Query` */
export function losingFlag({ flags, streams }: Showing): string | undefined {
  if (flags.quiet) return '-q';
  const { jsonText } = formatOptions(asJson({ flags, streams }).flags);
  const tokens: Tokens = { accessToken: 'access', idToken: 'id', refreshToken: MARK, expiresIn: 3_600 };
  if (jsonText === undefined || jsonText(tokens).includes(MARK)) return undefined;
  return flags.template === undefined ? '--query' : '--template';
}
