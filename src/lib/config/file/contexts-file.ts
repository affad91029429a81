/**
 * The contexts file: reads it, merges it with the built-in contexts (this file), and edits it (`edit-contexts.ts`). A file
 * is parsed by `contexts-document.ts` and checked by `settings-schema.ts` and `inconsistencies.ts`.
 */
import { AdminError } from '../../errors.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { BUILT_IN_CONTEXTS, DEFAULT_CONTEXT } from '../built-in.js';
import { contextFromSettings } from './context-from-settings.js';
import type { FileSettings } from './settings-schema.js';
import type { Context } from '../context.js';
import { readText } from './read-text.js';
import { invalidFile } from './settings-problem.js';

/** All contexts: the built-in ones and those of a file. */
export interface Contexts {
  /** The path of the file, whether it exists or not. */
  readonly file: string;
  /** The name of the context that is used if no other is named. */
  readonly current: string;
  /** By name: the built-in ones first, then in the file's order. */
  readonly contexts: ReadonlyMap<string, Context>;
  /** What completion of the command line uses besides the contexts. */
  readonly complete: {
    /** The latest changes in the history. */
    readonly recent: boolean;
    /** The user pool, with requests. */
    readonly live: boolean;
  };
}

/**
 * The contexts of a YAML file merged with the built-in ones. Without the file, there are only the built-in ones, with
 * `sandbox` as the current one.
 *
 * @param options.mustExist whether a missing file is an error, since the operator named it.
 * @param options.parse reads the text of the file as `parseSettings` does.
 * @throws AdminError INVALID_CONFIG, naming file, line and key.
 */
export async function loadContexts(
  file: string,
  { mustExist = false, parse = parseSettings }: { mustExist?: boolean; parse?: typeof parseSettings } = {},
): Promise<Contexts> {
  const text = readText(file);
  if (text !== undefined) return contextsFromSettings(file, await parse(file, text));
  if (mustExist) {
    throw new AdminError('INVALID_CONFIG', `${file} does not exist`, {
      hint: 'Check --config and SF_ADMIN_CONFIG, or omit them to use the file in your configuration folder',
    });
  }
  return contextsFromSettings(file, {});
}

/**
 * A context by its name.
 *
 * @throws AdminError UNKNOWN_CONTEXT, with a suggestion.
 */
export function getContext(contexts: Contexts, name: string): Context {
  const context = contexts.contexts.get(name);
  if (context !== undefined) return context;
  const names = [...contexts.contexts.keys()];
  throw new AdminError('UNKNOWN_CONTEXT', `unknown context ${JSON.stringify(name)}`, {
    hint: `${didYouMean(closest(name, names))}Contexts: ${names.join(', ')}`,
  });
}

/** The contexts of a valid file, merged with the built-in ones. */
export function contextsFromSettings(file: string, settings: FileSettings): Contexts {
  const contexts = new Map(BUILT_IN_CONTEXTS.map((context) => [context.name, context]));
  for (const [name, own] of Object.entries(settings.contexts ?? {})) contexts.set(name, contextFromSettings(name, own));
  const { recent = true, live = false } = settings.complete ?? {};
  return { file, current: settings.current ?? DEFAULT_CONTEXT, contexts, complete: { recent, live } };
}

/**
 * The settings that the text of a file has. Loads the YAML parser and the schema library, which commands do without if there
 * is no file.
 *
 * @throws AdminError INVALID_CONFIG, naming file, line and key.
 */
export async function parseSettings(file: string, text: string): Promise<FileSettings> {
  const { readContexts } = await import('./contexts-document.js');
  const reading = readContexts(text);
  if ('settings' in reading) return reading.settings;
  throw invalidFile(file, reading.problems);
}
