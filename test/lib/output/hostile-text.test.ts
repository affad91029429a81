import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { AdminError } from '../../../src/lib/errors.js';
import { writeCard } from '../../../src/lib/output/card.js';
import { writeError } from '../../../src/lib/output/error.js';
import { writeList } from '../../../src/lib/output/list.js';
import { note, noteBelow, warn, writeText } from '../../../src/lib/output/notes.js';
import { startProgress } from '../../../src/lib/output/progress.js';
import type { Streams } from '../../../src/lib/output/streams.js';
import type { CardField, CardView, ListView } from '../../../src/lib/output/view.js';
import { InquirerPrompter } from '../../../src/lib/prompt/inquirer-prompter.js';
import { memoryStreams } from './memory-streams.js';
import { options } from './people-view.js';

/** A name with a zero-width space, an override of direction, and a sequence that clears the screen. */
const HOSTILE = 'ana\u200b\u202e\u001b[2J';
const SHOWN = String.raw`ana\u200b\u202e\u001b[2J`;

const list: ListView<string> = {
  columns: [{ key: 'name', header: 'name', value: (name) => name }],
  tableColumns: ['name'],
  id: (name) => name,
  json: (name) => ({ name }),
};
const blocks: ListView<string> = { ...list, fields: (value) => [{ label: value, value }, { section: value }] };
const card: CardView<string> = { fields: blocks.fields as (name: string) => CardField[], id: list.id, json: list.json };
const quiet = options({ quiet: true });

/** Everything that writes text for people. */
const WRITERS: Readonly<Record<string, (streams: Streams) => unknown>> = {
  'a table': (streams) => writeList([HOSTILE], list, options(), streams),
  'a list in blocks': (streams) => writeList([HOSTILE], blocks, options(), streams),
  'a list on a narrow terminal': (streams) =>
    writeList([HOSTILE], list, options(), { ...streams, outIsTTY: true, columns: 5 }),
  'the identifiers of a list': (streams) => writeList([HOSTILE], list, quiet, streams),
  'a card': (streams) => writeCard(HOSTILE, card, options(), streams),
  'the identifier of a card': (streams) => writeCard(HOSTILE, card, quiet, streams),
  'a sentence': (streams) => writeText(streams, HOSTILE),
  'a note': (streams) => {
    note(streams, HOSTILE);
    noteBelow(streams, HOSTILE);
  },
  'a warning': (streams) => {
    warn(streams, HOSTILE);
  },
  'an error': (streams) => {
    writeError(streams, new AdminError('USAGE', HOSTILE, { hint: HOSTILE, requestId: HOSTILE }));
  },
  'progress on a pipe': async (streams) => {
    const stop = startProgress(() => HOSTILE, streams, { linePeriod: 5 });
    await delay(20);
    stop();
  },
  'progress on a terminal': async (streams) => {
    const stop = startProgress(() => HOSTILE, { ...streams, errIsTTY: true }, { period: 5 });
    await delay(20);
    stop();
  },
  'a question': async ({ err }) => {
    const input = new PassThrough();
    const prompter = new InquirerPrompter({ input, output: err, color: false });
    const choices = [{ value: 'x', label: HOSTILE }];
    const asked = prompter.checkbox(HOSTILE, choices, { required: false });
    await delay(100);
    input.write('\r');
    await asked;
  },
};

describe('text that could deceive a terminal or its reader', () => {
  for (const [name, write] of Object.entries(WRITERS)) {
    it(`is escaped in ${name}`, async () => {
      const { streams, out, err } = memoryStreams();
      await write(streams);
      const text = out() + err();
      expect(text.replaceAll('\n', '')).to.include(SHOWN);
      expect(text).to.not.match(/[\u200b\u202e]|\u001b\[2J/);
    });
  }
});
