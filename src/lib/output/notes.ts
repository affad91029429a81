import { visible } from './sanitise.js';
import type { Streams } from './streams.js';
import { styled } from './style.js';

type NoteStreams = Pick<Streams, 'err' | 'errIsTTY' | 'color'>;

/** Tells the person something beside the result: lines on stderr, control characters made visible. */
export function note(streams: Pick<Streams, 'err'>, text: string): void {
  streams.err.write(`${visible(text, { multiline: true })}\n`);
}

/** A note that something needs the person's attention: `warning: …`, yellow on a terminal with colour. */
export function warn(streams: NoteStreams, text: string): void {
  const label = styled('warning:', 'yellow', streams.color && streams.errIsTTY);
  streams.err.write(`${label} ${visible(text, { multiline: true })}\n`);
}
