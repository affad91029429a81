import type { ArgEntry, FlagEntry } from './table.js';

/** Values that depend on the configuration and the history. An `own-context` is not built in, so that it can be removed. */
export type LiveKind = 'context' | 'own-context' | 'role' | 'tenant' | 'user' | 'group' | 'provider' | 'record' | 'run';

/** Where the values of a flag or an argument come from. Without any, the value is free text. */
export interface ValueSource {
  readonly words?: readonly string[] | undefined;
  /** Names of commands, as `iam policy --command` takes them. */
  readonly commands?: true;
  readonly live?: LiveKind | undefined;
  readonly files?: boolean;
}

/** By the name in capitals that the help shows: of a flag's value, or of an argument. */
const LIVE: Readonly<Record<string, LiveKind>> = {
  ROLE: 'role',
  USER: 'user',
  GROUP: 'group',
  PROVIDER: 'provider',
  RUN_ID: 'run',
};

const CONTEXT_FLAG = 'context';

/** The commands that take the name of a context that exists. */
const CONTEXT_COMMANDS = /^context:(?!add$)/;

/** The values of a flag. They follow from its options, its name and what the help shows as its value. */
export function flagValues(name: string, { options, helpValue = '' }: FlagEntry): ValueSource {
  if (options !== undefined) return { words: options };
  if (name === CONTEXT_FLAG || helpValue === 'CONTEXT') return { live: 'context' };
  if (/(^|-)tenant$/.test(name)) return { live: 'tenant' };
  if (helpValue === 'COMMAND') return { commands: true };
  const parts = helpValue.split('|');
  return {
    // In `stackflow|hardened|FILE` and `ARN|none`, what is in capitals only stands for a value.
    words: parts.length === 1 ? undefined : parts.filter((part) => !/^[A-Z_=]+$/.test(part)),
    live: LIVE[helpValue],
    files: parts.includes('FILE') || parts.includes('DIR'),
  };
}

/** The values of an argument of a command. */
export function argValues(id: string, { name, options }: ArgEntry): ValueSource {
  if (options !== undefined) return { words: options };
  if (name === 'file' || name === 'dir') return { files: true };
  if (name === 'name' && id === 'context:remove') return { live: 'own-context' };
  if (name === 'name' && CONTEXT_COMMANDS.test(id)) return { live: 'context' };
  if (name === 'id' && id.startsWith('history:')) return { live: 'record' };
  if (name === 'id' && id.startsWith('tenant:')) return { live: 'tenant' };
  return { live: LIVE[name.toUpperCase()] };
}
