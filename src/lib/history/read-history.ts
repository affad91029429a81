import type { Finished, Started } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';
import type { HistoryFiles } from './history-files.js';
import type { FoundRecord, RecordPlace } from './newest-first.js';
import { type ChangeRecord, toRecord } from './record.js';

/**
 * A record and those after it, the oldest first. After it are those that follow it in its file, whatever the clock said, and
 * what was written to the pool's own file if that is another. Of the files that other contexts had at the same time, those
 * with a later time count.
 *
 * @param isWanted which records to keep; default: all
 * @throws AdminError HISTORY_UNREADABLE
 */
export function recordsSince(
  { current, earlier }: Pick<HistoryFiles, 'current' | 'earlier'>,
  { file, offset, record }: FoundRecord,
  isWanted: (started: Started) => boolean = () => true,
): Promise<readonly ChangeRecord[]> {
  const others = file === current ? [] : [...earlier.filter((name) => name !== file), current];
  const places = [{ file, offset }, ...others.map((other) => ({ file: other, offset: 0 }))];
  const isLater = (started: Started, from: string) => [file, current].includes(from) || started.at > record.startedAt;
  return readFiles(places, (started, from) => isLater(started, from) && isWanted(started));
}

/** The end of a change may be in a later file than its start. */
async function readFiles(
  places: readonly RecordPlace[],
  isWanted: (started: Started, file: string) => boolean,
): Promise<readonly ChangeRecord[]> {
  const found = new Map<string, { started: Started; finished?: Finished }>();
  for (const { file, offset } of places) {
    for await (const { bytes } of readLines(file, offset)) {
      const entry = parseEntry(bytes.toString('utf8'));
      if (entry?.entry === 'started') {
        if (isWanted(entry, file)) found.set(entry.id, { started: entry });
      } else if (entry !== undefined) {
        const known = found.get(entry.id);
        if (known !== undefined) known.finished = entry;
      }
    }
  }
  return Array.from(found.values(), ({ started, finished }) => toRecord(started, finished));
}
