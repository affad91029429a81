import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AdminError } from '../../errors.js';
import { withLock } from '../../files/lock.js';
import { isSystemError, systemReason } from '../../files/system-error.js';
import { readContexts } from './contexts-document.js';
import { type Contexts, contextsFromSettings } from './contexts-file.js';
import { EditableContexts } from './editable-contexts.js';
import { readText } from './read-text.js';
import { invalidChange, invalidFile } from './settings-problem.js';

/** Only the user may read role ARNs and external IDs. */
const FILE_MODE = 0o600;

type Edit = (contexts: Contexts, document: EditableContexts) => void;

/**
 * Edits a contexts file, or creates it with its folder. It is read, edited, checked and replaced as a whole under a lock,
 * so that no parallel edit is lost, and a killed process leaves the old file or the new one. An edit without a change
 * writes nothing.
 *
 * @param what starts the message for an edit with an invalid result, such as `context prod is not valid`.
 * @returns the contexts of the edited file.
 * @throws AdminError INVALID_CONFIG for a file that is invalid, would be after the edit, or cannot be written;
 *   CHANGED_UNDERNEATH if its lock does not become free; what `edit` throws.
 */
export async function editFile(file: string, what: string, edit: Edit): Promise<Contexts> {
  try {
    // A link is followed, so that a file kept with other dotfiles is edited there, and has one lock.
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
  const before = readText(target) ?? '';
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
    throw new AdminError('INVALID_CONFIG', `${what}: another part of the file refers to what would be removed`, {
      hint: 'Nothing was written. First replace the aliases (*name) by what they refer to.',
      cause: error,
    });
  }
}

function unwritable(file: string, error: NodeJS.ErrnoException): AdminError {
  return new AdminError('INVALID_CONFIG', `${file} cannot be written: ${systemReason(error)}`, {
    hint: 'Check the permissions of its folder and the free space on its disk',
    cause: error,
  });
}
