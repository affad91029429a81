import { Writable } from 'node:stream';
import type { Streams } from '../../../src/lib/output/streams.js';

/** Streams that keep what is written to them: by default those of a pipe, without colour. */
export function memoryStreams(overrides: Partial<Streams> = {}): {
  streams: Streams;
  out: () => string;
  err: () => string;
} {
  const out: string[] = [];
  const err: string[] = [];
  const streams = {
    out: keeping(out),
    err: keeping(err),
    outIsTTY: false,
    errIsTTY: false,
    inIsTTY: false,
    columns: undefined,
    errColumns: undefined,
    color: false,
    ...overrides,
  };
  return { streams, out: () => out.join(''), err: () => err.join('') };
}

function keeping(chunks: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
}
