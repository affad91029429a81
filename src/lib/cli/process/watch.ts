import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { exitWith } from './exit-with.js';
import { AdminError, type ErrorCode, EXIT } from '../../errors.js';
import { writeError } from '../../output/error.js';
import { note } from '../../output/notes.js';
import type { Streams } from '../../output/streams.js';
import { drawInPlace } from '../../output/terminal/redraw.js';

/** Errors that the next round may not have. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['THROTTLED', 'SERVICE_FAILED', 'UNREACHABLE', 'TIMEOUT']);

export interface WatchOptions {
  /** From the end of a round to the start of the next. */
  readonly seconds: number;
  readonly streams: Streams;
  /** Ends the watch at once, with the exit status of a cancelled command. */
  readonly interrupt: AbortSignal;
  /** The environment variable: a terminal that is `dumb` has no cursor to move. */
  readonly term: string | undefined;
}

/**
 * Runs a command again and again, until it is interrupted. On a terminal, each round is drawn in place of the one before;
 * elsewhere each round is written after the one before, as the command writes it, and stderr says when.
 *
 * A round that fails because the service throttled it, failed or was not reached is reported, and the next one follows. Any
 * other error ends the watch: it would be the same in each round.
 *
 * @throws what a round throws
 */
export async function watchRounds(
  round: (streams: Streams) => Promise<void>,
  { seconds, streams, interrupt, term }: WatchOptions,
): Promise<void> {
  const isDrawn = streams.outIsTTY && term !== 'dumb';
  const draw = drawInPlace(streams);
  // A function, because it changes while a round runs.
  const isEnded = (): boolean => interrupt.aborted;
  while (!isEnded()) {
    const held = holding(streams);
    const target = isDrawn ? held.streams : streams;
    note(target, `${new Date().toISOString().slice(0, 19)}Z, every ${seconds} s`);
    try {
      await round(target);
    } catch (error) {
      if (isEnded()) break;
      if (!(error instanceof AdminError) || !PASSING.has(error.code)) throw error;
      writeError({ ...target, errIsTTY: streams.errIsTTY }, error);
    }
    if (isDrawn) await draw(held.text());
    await delay(seconds * 1_000, undefined, { signal: interrupt }).catch(() => undefined);
  }
  exitWith(EXIT.cancelled);
}

/** Streams that hold what is written to stdout, and to stderr if that is the terminal too. */
function holding(streams: Streams): { streams: Streams; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  // Progress, which redraws its own line, would be held until the end of the round.
  const err = streams.errIsTTY ? { err: stream, errIsTTY: false } : {};
  return { streams: { ...streams, out: stream, ...err }, text: () => chunks.join('') };
}
