import { createHash } from 'node:crypto';

import { openCacheFile } from './cache-file.js';

/** The compiled code of one command: what V8 made of each file that the command loaded, by the file's name. */
export type CompiledCode = ReadonlyMap<string, Uint8Array>;

export interface CodeCache {
  readonly code: CompiledCode;
  /** Replaces the stored code. A failure is ignored: the next run tries again. */
  readonly save: (code: CompiledCode) => void;
}

/** What a file of compiled code is valid for. */
interface Header {
  readonly key: string;
  /** The files in the order of their code, each with the number of bytes. */
  readonly files: readonly (readonly [name: string, length: number])[];
}

const HASH_BYTES = 32;

/**
 * The compiled code that is stored for a command. A file that is damaged, foreign or of another build counts as none.
 * V8 runs what it is given without a look at it, so the folder and the file must belong to this user alone.
 *
 * @param name name of the file in `folder`, which is made if necessary
 * @param key what the code depends on: Node, and the build of sf-admin
 * @returns undefined if the folder cannot be used
 */
export function openCodeCache(folder: string, { name, key }: { name: string; key: string }): CodeCache | undefined {
  const file = openCacheFile(folder, name);
  return (
    file && {
      code: decode(file.content, key) ?? new Map(),
      save: (code) => {
        file.replace(encode(code, key));
      },
    }
  );
}

/** The hash of what follows, the header as a line of JSON, the code of each file. */
function encode(code: CompiledCode, key: string): Buffer {
  const header: Header = { key, files: [...code].map(([name, { length }]) => [name, length]) };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...code.values()]);
  return Buffer.concat([hash(content), content]);
}

function decode(bytes: Buffer, key: string): CompiledCode | undefined {
  const content = bytes.subarray(HASH_BYTES);
  // V8 in Node 20 does not check what it is given: a flipped bit would crash the process.
  if (content.length === 0 || !hash(content).equals(bytes.subarray(0, HASH_BYTES))) return undefined;
  const endOfHeader = content.indexOf('\n');
  const header = JSON.parse(content.toString('utf8', 0, endOfHeader)) as Header;
  if (header.key !== key) return undefined;
  let offset = endOfHeader + 1;
  return new Map(header.files.map(([name, length]) => [name, content.subarray(offset, (offset += length))]));
}

function hash(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
