import type { CommandType } from '../contract/every-command.js';

/** The examples of a command as a person would type them. */
export function examplesOf(name: string, { examples }: Pick<CommandType, 'examples'>): string[] {
  return examples.map((example) =>
    (typeof example === 'string' ? example : example.command)
      .replaceAll('<%= config.bin %>', 'sf-admin')
      .replaceAll('<%= command.id %>', name),
  );
}

/** One `sf-admin` of a pipeline. */
export interface Call {
  readonly words: string[];
  /** Whether its last words come from `xargs`. */
  readonly isFed: boolean;
  /** The file that stdin or stdout is redirected to. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Every `sf-admin` of a pipeline, in order. */
export function callsOf(example: string): Call[] {
  return example.split('|').map((part) => {
    const [, from] = / < (\S+)/.exec(part) ?? [];
    const [, to] = / > (\S+)/.exec(part) ?? [];
    const [before = '', call = ''] = part.replace(/[<>].*$/, '').split(/(?<=^|\s)sf-admin(?=\s|$)/);
    const words = [...call.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    return { words, isFed: before.includes('xargs'), from, to };
  });
}
