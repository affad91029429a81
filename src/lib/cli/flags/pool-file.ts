import { Flags } from '@oclif/core';

/** How a file that declares a pool is read. */
export const poolFileFlags = {
  resolve: Flags.string({
    summary: 'Value for a reference in the file, or for a parameter; repeatable.',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'resolve-from': Flags.string({ summary: 'File of such values, one per line.', helpValue: 'FILE' }),
  resource: Flags.string({ summary: 'Which pool is meant, if the file declares several.', helpValue: 'NAME' }),
};
