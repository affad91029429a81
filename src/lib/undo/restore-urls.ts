import type { Change } from '../changes/change.js';
import { editUrls } from '../client/edit-urls.js';
import { readClient } from '../client/read-client.js';
import { parseClientUrl } from '../conventions/client-url.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import type { UrlList } from '../model/app-client.js';
import type { FieldValue } from '../model/field-change.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoability } from './undoability.js';

const LISTS: Readonly<Record<string, UrlList>> = { callbackUrls: 'CallbackURLs', logoutUrls: 'LogoutURLs' };

/**
 * Removes the URLs that a change registered on an app client, or registers those that it removed. Other URLs that were
 * added or removed since stay as they are.
 *
 * @throws AdminError CHANGED_UNDERNEATH if one of these URLs was registered or removed again since and `force` is not
 *   set
 */
export async function restoreUrls(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  const [field] = undoability(record).fields;
  const list = LISTS[field?.field ?? ''];
  if (field === undefined || list === undefined) {
    throw new AdminError('NOT_UNDOABLE', `record ${record.id} has no list of URLs`);
  }
  const [before, then] = [items(field.before), items(field.after)];
  const added = then.filter((url) => !before.includes(url));
  const removed = before.filter((url) => !then.includes(url));
  const changed = [...added, ...removed];
  const clientId = record.target.id;
  if (!force) {
    const now = (await readClient(directory, clientId)).client[list] ?? [];
    const only = (urls: readonly string[]) => changed.filter((url) => urls.includes(url));
    assertUnchanged(directory, record, [
      { field: field.field, before: only(before), then: only(then), now: only(now) },
    ]);
  }
  const change = await editUrls(
    directory,
    added.length > 0
      ? { list, action: 'remove', urls: changed, clientId }
      : { list, action: 'add', urls: changed.map((url) => parseClientUrl(url, { isRestored: true })), clientId },
  );
  return {
    ...change,
    operation: 'history.undo',
    undoes: record.id,
    replan: () => restoreUrls(directory, record, { force }),
  };
}

function items(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
