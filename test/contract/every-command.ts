import { readdir } from 'node:fs/promises';

import type { Command } from '@oclif/core';

const COMMANDS = new URL('../../src/commands/', import.meta.url);

export type CommandType = typeof Command;

/** All commands, by the words that are typed. Read once: a new import of every file takes as long as running a command. */
export function everyCommand(): Promise<readonly [string, CommandType][]> {
  return (commands ??= readCommands());
}

let commands: Promise<readonly [string, CommandType][]> | undefined;

async function readCommands(): Promise<[string, CommandType][]> {
  const files = (await readdir(COMMANDS, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, CommandType]> => {
      const { default: Class } = (await import(new URL(file, COMMANDS).href)) as { default: CommandType };
      return [file.replace(/\.ts$/, '').replaceAll('/', ' '), Class];
    }),
  );
}
