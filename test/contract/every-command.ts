import { readdir } from 'node:fs/promises';

import type { Command } from '@oclif/core';

const COMMANDS = new URL('../../src/commands/', import.meta.url);

export type CommandType = typeof Command;

/** All commands, by the words that are typed. */
export async function everyCommand(): Promise<[string, CommandType][]> {
  const files = (await readdir(COMMANDS, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, CommandType]> => {
      const { default: Class } = (await import(new URL(file, COMMANDS).href)) as { default: CommandType };
      return [file.replace(/\.ts$/, '').replaceAll('/', ' '), Class];
    }),
  );
}
