import { Readable } from 'node:stream';

/** An input in chunks of `size` bytes, like those of a file or a pipe. */
export function source(content: string | Buffer, size = 65_536): Readable {
  const bytes = Buffer.from(content as string);
  const chunks = [];
  for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.subarray(start, start + size));
  return Readable.from(chunks);
}
