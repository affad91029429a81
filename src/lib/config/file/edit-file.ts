import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AdminError } from '../../errors.js';
import { withLock } from '../../files/lock.js';
import { isSystemError } from '../../files/system-error.js';
import { readContexts } from './contexts-document.js';
import { type Contexts, contextsFromSettings } from './contexts-file.js';
import { EditableContexts } from './editable-contexts.js';
import { readText } from './read-text.js';
import { invalidChange, invalidFile } from './settings-problem.js';

/** Role ARNs and external IDs are nobody else's business. */
const FILE_MODE = 0o600;

type Edit = (contexts: Contexts, document: EditableContexts) => void;

/**
 * Edits a contexts file, or makes it with its folder: read, edited, checked and replaced in one step under a lock, so
 * that parallel edits all survive and a killed process leaves the file before or the file after. An edit that changes
 * nothing writes nothing.
 *
 * @param what opens the message for an edit whose result the schema refuses, such as `context prod is not valid`.
 * @returns the contexts as the file holds them now.
 * @throws AdminError INVALID_CONFIG for a file that is wrong already, an edit that would make it wrong, or a file that
 *   cannot be written; CHANGED_UNDERNEATH if its lock could not be had; whatever `edit` throws.
 */
export async function editFile(file: string, what: string, edit: Edit): Promise<Contexts> {
  try {
    // Through a link, so that a file kept with other dotfiles is edited there and is locked under one name.
    const target = await realpath(file).catch(() => resolve(file));
    return await withLock(target, (assertHeld) => replaceFile(file, target, what, edit, assertHeld));
  } catch (error) {
    throw isSystemError(error) ? unwritable(file, error) : error;
  }
}

async function replaceFile(
  file: string,
  target: string,
  what: string,
  edit: Edit,
  assertHeld: () => void,
): Promise<Contexts> {
  const before = (await readText(target)) ?? '';
  const reading = readContexts(before);
  if (!('document' in reading)) throw invalidFile(file, reading.problems);
  const document = new EditableContexts(reading.document, before);
  edit(contextsFromSettings(file, reading.settings), document);
  if (!document.changed) return contextsFromSettings(file, reading.settings);

  const after = textOf(document, what);
  const result = readContexts(after);
  if (!('settings' in result)) throw invalidChange(what, result.problems);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  assertHeld();
  await writeFileAtomic(target, after, { mode: FILE_MODE });
  return contextsFromSettings(file, result.settings);
}

function textOf(document: EditableContexts, what: string): string {
  try {
    return document.toText();
  } catch (error) {
    throw new AdminError('INVALID_CONFIG', `${what}: something in it refers to what would be gone`, {
      hint: 'Nothing was written; write out the aliases (*name) first',
      cause: error,
    });
  }
}

function unwritable(file: string, error: NodeJS.ErrnoException): AdminError {
  return new AdminError('INVALID_CONFIG', `${file} cannot be written (${error.code ?? 'unknown error'})`, {
    hint: 'Check the permissions of its folder, and the space on its disk',
    cause: error,
  });
}
