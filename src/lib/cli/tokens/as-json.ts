import type { Invocation } from '../invocation.js';

type Showing = Pick<Invocation, 'flags' | 'streams'>;

/** The flags of a command whose result is JSON unless another format is asked for: programs read tokens. */
export function asJson({ flags, streams }: Showing): Showing {
  const json = flags.json || (flags.output === 'table' && !flags.quiet && flags.template === undefined);
  return { flags: { ...flags, json }, streams };
}
