import fs from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

import { appendEntries, type NewEntry } from '../../../src/lib/history/file/append.js';
import type { Ending, Intent } from '../../../src/lib/history/file/entry.js';

export const INTENT: Intent = {
  context: 'prod',
  poolId: 'eu-west-1_Abcdefghi',
  region: 'eu-west-1',
  endpoint: null,
  operator: { osUser: 'oncall', host: 'bastion', accessKeyId: 'AKIAEXAMPLE' },
  operation: 'users.disable',
  target: {
    kind: 'user',
    id: 'c1d2',
    sub: 'c1d2',
    label: 'ana@example.com',
    tenantId: 'tenant_001',
  },
  fields: [{ field: 'enabled', before: true, after: false }],
  reason: 'zoë asked – INC-7',
  undoes: null,
};

export const ENDING: Ending = { result: 'done', requestIds: ['0a1b'] };

/** A record's ID: a ULID whose time is as good as constant and whose end is a number. */
export function recordId(number: number): string {
  return `01KAEXAMPLE${String(number).padStart(15, '0')}`;
}

export function started(number: number, intent: Partial<Intent> = {}): NewEntry {
  return { entry: 'started', id: recordId(number), at: time(number), ...INTENT, ...intent };
}

export function finished(number: number, ending: Partial<Ending> = {}): NewEntry {
  return { entry: 'finished', id: recordId(number), at: time(number + 0.5), ...ENDING, ...ending };
}

function time(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 20, 3, 0, minutes * 60)).toISOString();
}

/** Appends entries one after the other. */
export async function appendAll(file: string, entries: readonly NewEntry[]): Promise<void> {
  for (const entry of entries) await appendEntries(file, entry);
}

/** The lines of a file, each without its line feed; what follows the last line feed is not among them. */
export async function linesOf(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

/** Lines of a history that sf-admin wrote, and the head that it left after each. */
export interface Written {
  readonly lines: readonly Buffer[];
  readonly heads: readonly string[];
}

/** Writes a history of as many lines: changes, some of them without an end. */
export async function writeHistory(file: string, count: number): Promise<Written> {
  const lines: Buffer[] = [];
  const heads: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    // Each third line ends the change that the line before it started; the one between starts one that never ends.
    await appendEntries(file, number % 3 === 0 ? finished(number - 1) : started(number));
    lines.push(Buffer.from((await linesOf(file)).at(-1) ?? ''));
    heads.push(await readFile(`${file}.head`, 'utf8'));
  }
  return { lines, heads };
}

/** Puts lines and a head where a history is. */
export async function putHistory(file: string, lines: readonly Buffer[], head: string): Promise<void> {
  await writeFile(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  await writeFile(`${file}.head`, head);
}

/** The number of bytes that `readSync` reads during `work`. */
export async function bytesReadBy(work: () => Promise<void>): Promise<number> {
  const { readSync } = fs;
  let bytes = 0;
  fs.readSync = ((...args: Parameters<typeof readSync>) => {
    const count = readSync(...args);
    bytes += count;
    return count;
  }) as typeof readSync;
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    fs.readSync = readSync;
    syncBuiltinESMExports();
  }
  return bytes;
}
