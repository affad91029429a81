/** The child process of streams.test.ts: writes an endless list, which only a closed pipe can stop. */
import { note } from '../../../src/lib/output/notes.js';
import { writeList } from '../../../src/lib/output/list.js';
import { ClosedPipe, processStreams } from '../../../src/lib/output/streams.js';
import { ana, options, peopleView } from './people-view.js';

function* endless() {
  for (;;) yield ana;
}

const streams = processStreams({ noColor: true });
try {
  await writeList(endless(), peopleView, options({ quiet: true }), streams);
} catch (error) {
  note(streams, error instanceof ClosedPipe ? 'closed pipe' : String(error));
}
