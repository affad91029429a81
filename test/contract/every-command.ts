import { readdir } from 'node:fs/promises';

import type { Command } from '@oclif/core';

const COMMANDS = new URL('../../src/commands/', import.meta.url);

export type CommandType = typeof Command;

/** All commands, by the words that are typed. */
export async function everyCommand(): Promise<[string, CommandType][]> {
  const names = await commandNames();
  return Promise.all(names.map(async (name): Promise<[string, CommandType]> => [name, await loadCommand(name)]));
}

/** The words of all commands. */
export async function commandNames(): Promise<string[]> {
  const files = (await readdir(COMMANDS, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  return files.map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' '));
}

export async function loadCommand(name: string): Promise<CommandType> {
  const { default: Class } = (await import(new URL(`${name.replaceAll(' ', '/')}.ts`, COMMANDS).href)) as {
    default: CommandType;
  };
  return Class;
}
