import { AdminError } from '../../errors.js';
import { DEFAULT_CONTEXT, isBuiltIn } from '../built-in.js';
import { CONTEXT_NAME, CONTEXT_NAME_HINT, type ContextSettings } from './settings-schema.js';
import type { Context } from '../context.js';
import { type Contexts, getContext } from './contexts-file.js';
import { editFile } from './edit-file.js';

/**
 * Adds a context to the file, which is created if needed. The current context stays.
 *
 * @returns the new context.
 * @throws AdminError USAGE for an invalid name, CONTEXT_EXISTS, INVALID_CONFIG for invalid settings or an invalid file.
 */
export async function addContext(file: string, name: string, settings: ContextSettings): Promise<Context> {
  if (!CONTEXT_NAME.test(name)) {
    throw new AdminError('USAGE', `invalid context name ${JSON.stringify(name)}`, { hint: CONTEXT_NAME_HINT });
  }
  const edited = await editFile(file, `context ${name} is not valid`, (contexts, document) => {
    if (contexts.contexts.has(name)) throw nameTaken(name, contexts);
    document.setContext(name, settings);
  });
  return getContext(edited, name);
}

/**
 * Removes a context from the file. If it was the current one, `sandbox` becomes current.
 *
 * @returns the current context, and whether it changed since it was the one removed.
 * @throws AdminError UNKNOWN_CONTEXT; USAGE for a built-in one; INVALID_CONFIG.
 */
export async function removeContext(file: string, name: string): Promise<{ current: string; fellBack: boolean }> {
  let fellBack = false;
  const edited = await editFile(file, `the file without context ${name} is not valid`, (contexts, document) => {
    getContext(contexts, name);
    if (isBuiltIn(name)) {
      throw new AdminError('USAGE', `context ${name} is built in and cannot be removed`, {
        hint: `Any changes to it in ${contexts.file} can be deleted there`,
      });
    }
    fellBack = contexts.current === name;
    document.removeContext(name);
    if (fellBack) document.setCurrent(DEFAULT_CONTEXT);
  });
  return { current: edited.current, fellBack };
}

/**
 * Makes a context the current one. Writes nothing if it is already.
 *
 * @returns the context that was current before, and whether it changed.
 * @throws AdminError UNKNOWN_CONTEXT; INVALID_CONFIG.
 */
export async function useContext(file: string, name: string): Promise<{ previous: string; changed: boolean }> {
  let previous = name;
  await editFile(file, `the file with current context ${name} is not valid`, (contexts, document) => {
    getContext(contexts, name);
    previous = contexts.current;
    if (previous !== name) document.setCurrent(name);
  });
  return { previous, changed: previous !== name };
}

function nameTaken(name: string, contexts: Contexts): AdminError {
  return new AdminError('CONTEXT_EXISTS', `context ${name} already exists`, {
    hint: isBuiltIn(name)
      ? 'It is built in. Choose another name.'
      : `Choose another name, remove the context first, or edit ${contexts.file}`,
  });
}
