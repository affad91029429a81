import { visible } from './sanitise.js';
import { type Streams, writeOut } from './streams.js';
import { styled } from './style.js';
import { wrap } from './wrap.js';

type NoteStreams = Pick<Streams, 'err' | 'errIsTTY' | 'errColumns' | 'color'>;

/** Writes lines to stderr, beside the result, with control characters escaped. */
export function note(streams: Pick<Streams, 'err' | 'errColumns'>, text: string): void {
  streams.err.write(`${wrap(visible(text, { multiline: true }), streams.errColumns)}\n`);
}

/** Like `note`, after the terminal has echoed a key such as ^C, perhaps on the line of progress. */
export function noteBelow(streams: Pick<Streams, 'err' | 'errIsTTY' | 'errColumns'>, text: string): void {
  if (streams.errIsTTY) streams.err.write('\n');
  note(streams, text);
}

/** Writes `warning: …` to stderr, the label yellow on a terminal with colour. */
export function warn(streams: NoteStreams, text: string): void {
  noteWithLabel(streams, 'warning:', text);
}

/** Writes a line to stderr that starts with a label, yellow on a terminal with colour. */
export function noteWithLabel(streams: NoteStreams, label: string, text: string): void {
  const styledLabel = styled(label, 'yellow', streams.color && streams.errIsTTY);
  streams.err.write(`${wrap(`${styledLabel} ${visible(text, { multiline: true })}`, streams.errColumns)}\n`);
}

/** Writes sentences as the result to stdout, with control characters escaped. @throws ClosedPipe as `writeOut` does */
export async function writeText(streams: Pick<Streams, 'out' | 'columns'>, text: string): Promise<void> {
  await writeOut(streams, `${wrap(visible(text, { multiline: true }), streams.columns)}\n`);
}
