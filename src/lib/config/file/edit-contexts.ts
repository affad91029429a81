import { AdminError } from '../../errors.js';
import { BUILT_IN_CONTEXTS, DEFAULT_CONTEXT } from '../built-in.js';
import { CONTEXT_NAME, type ContextSettings } from './context-settings.js';
import type { Context } from '../context.js';
import { type Contexts, getContext } from './contexts-file.js';
import { editFile } from './edit-file.js';

/**
 * Adds a context to the file, made if there is none, and leaves the current one as it is.
 *
 * @returns the context as it will be read from now on.
 * @throws AdminError USAGE for a name that no context may have, CONTEXT_EXISTS for one that is taken, INVALID_CONFIG for
 *   settings that the schema refuses or a file that is wrong already.
 */
export async function addContext(file: string, name: string, settings: ContextSettings): Promise<Context> {
  if (!CONTEXT_NAME.test(name)) {
    throw new AdminError('USAGE', `${JSON.stringify(name)} is not a name for a context`, {
      hint: 'Use letters, digits, _ and -, at most 64, a letter or digit first',
    });
  }
  const edited = await editFile(file, `context ${name} is not valid`, (contexts, document) => {
    if (contexts.contexts.has(name)) throw taken(name, contexts);
    document.setContext(name, settings);
  });
  return getContext(edited, name);
}

/**
 * Removes a context from the file. If it was the current one, `sandbox` becomes current.
 *
 * @returns which context is current now, and whether that is because the current one was removed.
 * @throws AdminError UNKNOWN_CONTEXT; USAGE for a built-in one; INVALID_CONFIG.
 */
export async function removeContext(
  file: string,
  name: string,
): Promise<{ current: string; fellBack: boolean }> {
  let fellBack = false;
  const edited = await editFile(
    file,
    `the file without context ${name} is not valid`,
    (contexts, document) => {
      getContext(contexts, name);
      if (isBuiltIn(name)) throw builtIn(name, contexts);
      fellBack = contexts.current === name;
      document.removeContext(name);
      if (fellBack) document.setCurrent(DEFAULT_CONTEXT);
    },
  );
  return { current: edited.current, fellBack };
}

/**
 * Makes a context the current one. One that is current already writes nothing.
 *
 * @returns the context that was current before, and whether anything changed.
 * @throws AdminError UNKNOWN_CONTEXT; INVALID_CONFIG.
 */
export async function useContext(
  file: string,
  name: string,
): Promise<{ previous: string; changed: boolean }> {
  let previous = name;
  await editFile(file, `the file with current context ${name} is not valid`, (contexts, document) => {
    getContext(contexts, name);
    previous = contexts.current;
    if (previous !== name) document.setCurrent(name);
  });
  return { previous, changed: previous !== name };
}

function isBuiltIn(name: string): boolean {
  return BUILT_IN_CONTEXTS.some((context) => context.name === name);
}

function taken(name: string, contexts: Contexts): AdminError {
  return new AdminError('CONTEXT_EXISTS', `context ${name} exists already`, {
    hint: isBuiltIn(name)
      ? 'It is built in: give the new one another name'
      : `Give the new one another name, remove it first, or edit ${contexts.file}`,
  });
}

function builtIn(name: string, contexts: Contexts): AdminError {
  return new AdminError('USAGE', `context ${name} is built in and cannot be removed`, {
    hint: `What ${contexts.file} changes in it, if anything, can be deleted there`,
  });
}
