import { visible } from './sanitise.js';
import { type Streams, writeOut } from './streams.js';
import { styled } from './style.js';
import { wrap } from './wrap.js';

type NoteStreams = Pick<Streams, 'err' | 'errIsTTY' | 'errColumns' | 'color'>;

/** Tells the person something beside the result: lines on stderr, control characters made visible. */
export function note(streams: Pick<Streams, 'err' | 'errColumns'>, text: string): void {
  streams.err.write(`${wrap(visible(text, { multiline: true }), streams.errColumns)}\n`);
}

/** As `note`, where the terminal has just written a key such as ^C, perhaps behind a line of progress. */
export function noteBelow(streams: Pick<Streams, 'err' | 'errIsTTY' | 'errColumns'>, text: string): void {
  if (streams.errIsTTY) streams.err.write('\n');
  note(streams, text);
}

/** A note that something needs the person's attention: `warning: …`, yellow on a terminal with colour. */
export function warn(streams: NoteStreams, text: string): void {
  const label = styled('warning:', 'yellow', streams.color && streams.errIsTTY);
  const said = `${label} ${visible(text, { multiline: true })}`;
  streams.err.write(`${wrap(said, streams.errColumns)}\n`);
}

/**
 * Writes sentences as a result to stdout, control characters made visible.
 *
 * Throws ClosedPipe where the reader has gone.
 */
export async function writeText(streams: Pick<Streams, 'out' | 'columns'>, text: string): Promise<void> {
  await writeOut(streams, `${wrap(visible(text, { multiline: true }), streams.columns)}\n`);
}
