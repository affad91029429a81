import { quoted } from '../../text/quoted.js';

/** Whether what is typed for a command, or a group of commands, may be a token or a code, which no message may repeat. */
export function mayHoldTokens([topic]: readonly string[]): boolean {
  return topic === 'tokens';
}

/**
 * The values of a command line, as typed and as messages quote them. The names of files are left out: messages have to say
 * which file is meant.
 *
 * @param flags the flags of the command by their names
 */
export function typedValues(argv: readonly string[], flags: ReadonlyMap<string, object>): string[] {
  const isFile = (word = '') => {
    const flag = flags.get(word.replace(/^--/, ''));
    return flag !== undefined && 'helpValue' in flag && flag.helpValue === 'FILE';
  };
  const values = argv.flatMap((word, index) => {
    if (!word.startsWith('-')) return isFile(argv[index - 1]) ? [] : [word.trim()];
    const [, name, value = ''] = /^(--?[\w-]+)=(.+)$/s.exec(word) ?? [];
    return isFile(name) ? [] : [value.trim()];
  });
  return values.flatMap((value) => [value, quoted(value).slice(1, -1)]);
}
