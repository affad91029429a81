import { editUrls } from '../client/edit-urls.js';
import { parseClientUrl } from '../conventions/client-url.js';
import { undoChange as planUndo } from '../undo/undo-change.js';
import { type Change, planned } from './change.js';
import { type Directory, opened } from './handle.js';
import { requireInputs } from './require-inputs.js';

/** Which URLs of an app client to change. */
export interface EditClientUrlsInput {
  readonly list: 'callback' | 'logout';
  readonly action: 'add' | 'remove';
  readonly urls: readonly string[];
  /** Default: the directory's app client. */
  readonly clientId?: string;
}

const LISTS = { callback: 'CallbackURLs', logout: 'LogoutURLs' } as const;

/**
 * Plans to add callback or logout URLs to an app client, or to remove some. All other settings stay as they are, including
 * those that this version does not know.
 *
 * @throws AdminError INVALID_URL; UNMODELLED_SETTING if a write would reset a setting; DEFAULT_REDIRECT_URL,
 *   LAST_CALLBACK_URL if a removal would break the sign-in; TOO_MANY_URLS; CLIENT_NOT_FOUND; those of `requireInputs`
 */
export async function editClientUrls(directory: Directory, input: EditClientUrlsInput): Promise<Change> {
  requireInputs('editClientUrls', input, { list: Object.keys(LISTS), action: ['add', 'remove'], urls: 'texts' });
  const { list, action, urls, clientId } = input;
  const shared = { list: LISTS[list], ...(clientId === undefined ? {} : { clientId }) };
  const change =
    action === 'add'
      ? editUrls(opened(directory), { ...shared, action, urls: urls.map((url) => parseClientUrl(url)) })
      : editUrls(opened(directory), { ...shared, action, urls });
  return planned(directory, await change);
}

export interface UndoChangeInput {
  /** The ID of a record in the history, as in the outcome of a change, or an unambiguous part of it. */
  readonly recordId: string;
  /** Restore the values from before even if the target has changed since. */
  readonly force?: boolean;
}

/**
 * Plans the inverse of a recorded change: its fields get the values from before.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; CHANGED_UNDERNEATH if the target has changed since;
 *   HISTORY_ALTERED; HISTORY_UNREADABLE; those of `requireInputs`
 */
export async function undoChange(directory: Directory, input: UndoChangeInput): Promise<Change> {
  requireInputs('undoChange', input, { recordId: 'text' });
  const { recordId, force = false } = input;
  return planned(directory, await planUndo(opened(directory), { id: recordId, force }));
}
