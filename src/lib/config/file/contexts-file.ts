import { AdminError } from '../../errors.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { BUILT_IN_CONTEXTS, DEFAULT_CONTEXT } from '../built-in.js';
import { contextFromSettings } from './context-from-settings.js';
import type { FileSettings } from './context-settings.js';
import type { Context } from '../context.js';
import { readText } from './read-text.js';
import { invalidFile } from './settings-problem.js';

/** The contexts that can be named, from a file and built in. */
export interface Contexts {
  /** The file that they were read from, whether it exists or not. */
  readonly file: string;
  /** The name of the context that is used where nothing else is named. */
  readonly current: string;
  /** By name: the built-in ones first, then in the file's order. */
  readonly contexts: ReadonlyMap<string, Context>;
}

/**
 * The contexts of a YAML file merged with the built-in ones. Without the file: the built-in ones alone, `sandbox` current.
 *
 * @param options.mustExist The person named the file, so its absence is a mistake.
 * @throws AdminError INVALID_CONFIG, naming file, line and key.
 */
export async function loadContexts(file: string, options: { mustExist?: boolean } = {}): Promise<Contexts> {
  const text = await readText(file);
  if (text !== undefined) return contextsFromSettings(file, await parse(file, text));
  if (options.mustExist === true) {
    throw new AdminError('INVALID_CONFIG', `${file} does not exist`, {
      hint: 'Check --config and SF_ADMIN_CONFIG, or leave them out to use the file in your configuration folder',
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
  throw new AdminError('UNKNOWN_CONTEXT', `no context is named ${JSON.stringify(name)}`, {
    hint: `${didYouMean(closest(name, names))}Contexts: ${names.join(', ')}`,
  });
}

/** What a valid file says, merged with what is built in. */
export function contextsFromSettings(file: string, settings: FileSettings): Contexts {
  const builtIn = BUILT_IN_CONTEXTS.map((context): [string, Context] => [context.name, context]);
  const fromFile = Object.entries(settings.contexts ?? {}).map(([name, context]): [string, Context] => [
    name,
    contextFromSettings(name, context),
  ]);
  return { file, current: settings.current ?? DEFAULT_CONTEXT, contexts: new Map([...builtIn, ...fromFile]) };
}

/** The YAML parser and the schema are loaded here and not above: without a file nobody should wait for them. */
async function parse(file: string, text: string): Promise<FileSettings> {
  const { readContexts } = await import('./contexts-document.js');
  const reading = readContexts(text);
  if ('settings' in reading) return reading.settings;
  throw invalidFile(file, reading.problems);
}
