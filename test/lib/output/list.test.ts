import { Writable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';

import { AdminError } from '../../../src/lib/errors.js';
import { writeList } from '../../../src/lib/output/list.js';
import { ClosedPipe } from '../../../src/lib/output/streams.js';
import type { ListView, OutputOptions } from '../../../src/lib/output/view.js';
import { memoryStreams } from './memory-streams.js';
import { ana, bo, options, peopleView, type Person } from './people-view.js';

async function written(
  rows: Iterable<Person>,
  chosen: Partial<OutputOptions>,
  overrides: Parameters<typeof memoryStreams>[0] = {},
): Promise<{ count: number; text: string }> {
  const { streams, out } = memoryStreams(overrides);
  const count = await writeList(rows, peopleView, options(chosen), streams);
  return { count, text: out() };
}

async function failure(act: Promise<unknown>): Promise<unknown> {
  try {
    await act;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('writeList', () => {
  const rules: [rule: string, chosen: Partial<OutputOptions>, text: string][] = [
    [
      'a table of the view’s columns',
      {},
      'ID  NAME       ROLES                   ENABLED\n' +
        'u1  Ana Silva  itsm_agent, itsm_admin  yes\n' +
        'u2  -          -                       no\n',
    ],
    [
      'a table of picked columns, in their order',
      { columns: ['initial', 'id'] },
      'INITIAL  ID\nA        u1\n-        u2\n',
    ],
    ['a table without a header', { header: false, columns: ['id'] }, 'u1\nu2\n'],
    [
      'ndjson',
      { format: 'ndjson' },
      '{"id":"u1","name":"Ana Silva","roles":["itsm_agent","itsm_admin"],"enabled":true}\n' +
        '{"id":"u2","name":null,"roles":[],"enabled":false}\n',
    ],
    [
      'ndjson of picked keys, in their order, values as in the whole',
      { format: 'ndjson', columns: ['initial', 'enabled', 'roles'] },
      '{"initial":"A","enabled":true,"roles":["itsm_agent","itsm_admin"]}\n{"initial":null,"enabled":false,"roles":[]}\n',
    ],
    [
      'csv of all columns',
      { format: 'csv' },
      'id,name,roles,enabled,initial\nu1,Ana Silva,"itsm_agent,itsm_admin",true,A\nu2,,,false,\n',
    ],
    [
      'csv of picked columns without a header',
      { format: 'csv', header: false, columns: ['enabled', 'id'] },
      'true,u1\nfalse,u2\n',
    ],
    [
      'json of picked keys',
      { format: 'json', columns: ['id'] },
      '[\n  {\n    "id": "u1"\n  },\n  {\n    "id": "u2"\n  }\n]\n',
    ],
    [
      'only identifiers with quiet, whatever the format and the columns',
      { quiet: true, format: 'csv', columns: ['name'] },
      'u1\nu2\n',
    ],
  ];
  for (const [rule, chosen, text] of rules) {
    it(`prints ${rule}`, async () => {
      expect(await written([ana, bo], chosen)).to.deep.equal({ count: 2, text });
    });
  }

  it('prints the fields of each row instead of a table if the view has fields and no columns are picked', async () => {
    const withFields: ListView<Person> = {
      ...peopleView,
      fields: ({ id, name }) => [{ section: id }, { label: 'name', value: name }],
    };
    const texts = [{}, { columns: ['id'] }, { quiet: true }].map(async (chosen) => {
      const memory = memoryStreams();
      await writeList([ana, bo], withFields, options(chosen), memory.streams);
      return memory.out();
    });
    expect(await Promise.all(texts)).to.deep.equal([
      'u1\n  name  Ana Silva\n\nu2\n  name  -\n',
      'ID\nu1\nu2\n',
      'u1\nu2\n',
    ]);
  });

  it('prints json as one array of the rows’ objects', async () => {
    const { text } = await written([ana, bo], { format: 'json' });
    expect(text).to.equal(`${JSON.stringify([ana, bo], null, 2)}\n`);
  });

  const empties: [format: OutputOptions['format'], text: string][] = [
    ['table', 'ID  NAME  ROLES  ENABLED\n'],
    ['json', '[]\n'],
    ['ndjson', ''],
    ['csv', 'id,name,roles,enabled,initial\n'],
  ];
  for (const [format, text] of empties) {
    it(`prints an empty list as ${format}`, async () => {
      expect(await written([], { format })).to.deep.equal({ count: 0, text });
    });
  }

  it('prints nothing for an empty list without a header', async () => {
    expect([await written([], { header: false }), await written([], { format: 'csv', header: false })]).to.deep.equal([
      { count: 0, text: '' },
      { count: 0, text: '' },
    ]);
  });

  const hostile: Person = { id: 'u\u001b3', name: '=\u009b2J', roles: ['a\nb'], enabled: true };
  for (const chosen of [
    {},
    { quiet: true },
    { format: 'json' },
    { format: 'ndjson' },
    { format: 'csv' },
    { format: 'csv', rawCsv: true },
  ] satisfies Partial<OutputOptions>[]) {
    it(`lets no control character through with ${JSON.stringify(chosen)}`, async () => {
      const { text } = await written([hostile], chosen);
      expect(text.replaceAll('\n', '')).to.not.match(/\p{Cc}/u);
    });
  }

  it('shortens a table only on a TTY that is too narrow', async () => {
    const chosen = { columns: ['id', 'roles'], header: false };
    expect([
      (await written([ana], chosen, { outIsTTY: true, columns: 16 })).text,
      (await written([ana], chosen, { outIsTTY: false, columns: 12 })).text,
      (await written([ana], chosen, { outIsTTY: true, columns: undefined })).text,
    ]).to.deep.equal(['u1  itsm_agent,…\n', 'u1  itsm_agent, itsm_admin\n', 'u1  itsm_agent, itsm_admin\n']);
  });

  it('has a bold header only on a TTY with colour', async () => {
    const chosen = { columns: ['id'] };
    expect([
      (await written([], chosen, { outIsTTY: true, color: true })).text,
      (await written([], chosen, { outIsTTY: true, color: false })).text,
      (await written([], chosen, { outIsTTY: false, color: true })).text,
    ]).to.deep.equal(['\u001b[1mID\u001b[22m\n', 'ID\n', 'ID\n']);
  });

  for (const chosen of [
    { format: 'ndjson' },
    { format: 'csv', header: false },
    { quiet: true },
  ] satisfies Partial<OutputOptions>[]) {
    it(`writes a row before it reads the next with ${JSON.stringify(chosen)}`, async () => {
      const { streams, out } = memoryStreams();
      const lines: number[] = [];
      const rows = (async function* () {
        for (const person of [ana, bo]) {
          lines.push(out().split('\n').length - 1);
          yield await Promise.resolve(person);
        }
        lines.push(out().split('\n').length - 1);
      })();
      await writeList(rows, peopleView, options(chosen), streams);
      expect(lines).to.deep.equal([0, 1, 2]);
    });
  }

  for (const [format, text] of [
    ['json', ''],
    ['table', ''],
    ['csv', 'id\nu1\n'],
    ['ndjson', '{"id":"u1"}\n'],
  ] as const) {
    it(`has written ${text === '' ? 'nothing' : 'only complete rows'} as ${format} when a later page fails`, async () => {
      const { streams, out } = memoryStreams();
      const failed = new Error('page 2');
      const rows = (function* () {
        yield ana;
        throw failed;
      })();
      const thrown = await failure(writeList(rows, peopleView, options({ format, columns: ['id'] }), streams));
      expect([thrown, out()]).to.deep.equal([failed, text]);
    });
  }

  it('writes no JSON when a later page fails, however long the list is', async () => {
    const { streams, out } = memoryStreams();
    const failed = new Error('the last page');
    const rows = (function* () {
      for (let index = 0; index < 20_000; index += 1) yield ana;
      throw failed;
    })();
    const thrown = await failure(writeList(rows, peopleView, options({ format: 'json' }), streams));
    expect([thrown, out()]).to.deep.equal([failed, '']);
  });

  it('writes no header as csv when the first page fails', async () => {
    const { streams, out } = memoryStreams();
    const rows = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('page 1')) }) };
    await failure(writeList(rows, peopleView, options({ format: 'csv' }), streams));
    expect(out()).to.equal('');
  });

  it('refuses an unknown column before it reads a row', async () => {
    const { streams } = memoryStreams();
    let asked = false;
    const rows = (function* () {
      asked = true;
      yield ana;
    })();
    const thrown = await failure(writeList(rows, peopleView, options({ columns: ['nmae'] }), streams));
    expect([thrown instanceof AdminError && thrown.message, asked]).to.deep.equal(['unknown column "nmae"', false]);
  });

  it('stops reading rows when the reader closes the output', async () => {
    let produced = 0;
    let stopped = false;
    const rows = (function* () {
      try {
        for (;;) {
          produced += 1;
          yield ana;
        }
      } finally {
        stopped = true;
      }
    })();
    const out = new Writable({
      write(_chunk, _encoding, done) {
        done(produced < 3 ? null : Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    }).on('error', () => undefined);
    const { streams } = memoryStreams({ out });
    const thrown = await failure(writeList(rows, peopleView, options({ format: 'ndjson' }), streams));
    expect([thrown instanceof ClosedPipe, produced, stopped]).to.deep.equal([true, 3, true]);
  });
});

describe('writeList on terminals of different widths', () => {
  const widths = [40, 60, 80, 120];
  const names = fc.oneof(fc.emailAddress(), fc.constantFrom('東京都', '👩‍👩‍👧 Ana'));
  const person = fc.record({
    id: fc.stringMatching(/^[a-z0-9]{8,12}$/),
    name: names,
    roles: fc.array(fc.constantFrom('itsm_agent', 'cloud_admin', 'super_admin'), { maxLength: 4 }),
    enabled: fc.boolean(),
  });

  it('writes either a table in which every column says enough, or every value completely', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...widths),
        async (rows, columns) => {
          const { text } = await written(rows, {}, { outIsTTY: true, columns });
          const lines = text.split('\n').slice(0, -1);
          if (text.startsWith('ID ')) {
            expect(lines).to.have.length(1 + rows.length);
            for (const line of lines) expect(stringWidth(line)).to.be.at.most(columns);
            // A wide character may leave one cell unused.
            const cut = lines.flatMap((line) => line.split(/ {2,}/).filter((cell) => cell.endsWith('…')));
            for (const cell of cut) expect(stringWidth(cell)).to.be.at.least(7);
          } else {
            expect(lines.filter((line) => line === '')).to.have.length(rows.length - 1);
            expect(lines.filter((line) => /^id +[a-z0-9]{8,12}$/.test(line))).to.have.length(rows.length);
            expect(text).to.not.include('…');
          }
        },
      ),
    );
  });

  const event = { at: '2026-11-28T14:03:00.000Z', user: 'ana.silva@tenant.example', result: 'Pass' };
  const events: ListView<typeof event> = {
    columns: [
      { key: 'at', header: 'at (UTC)', value: ({ at }) => at, isTime: true },
      { key: 'user', header: 'user', value: ({ user }) => user, isWhole: true },
      { key: 'result', header: 'result', value: ({ result }) => result },
    ],
    tableColumns: ['at', 'user', 'result'],
    id: ({ at }) => at,
    json: (row) => row,
  };
  async function shown(columns: number, chosen: Partial<OutputOptions> = {}): Promise<string[]> {
    const memory = memoryStreams({ outIsTTY: true, columns });
    await writeList([event, { ...event, user: '東京都@example.jp' }], events, options(chosen), memory.streams);
    return memory.out().split('\n');
  }

  it('is a table with ages, then without them, then blocks, as the terminal gets narrower', async () => {
    expect([await shown(80), await shown(56), await shown(40)]).to.deep.equal([
      [
        'AT (UTC)                   USER                      RESULT',
        '2026-11-28 14:03 (2h ago)  ana.silva@tenant.example  Pass',
        '2026-11-28 14:03 (2h ago)  東京都@example.jp         Pass',
        '',
      ],
      [
        'AT (UTC)          USER                      RESULT',
        '2026-11-28 14:03  ana.silva@tenant.example  Pass',
        '2026-11-28 14:03  東京都@example.jp         Pass',
        '',
      ],
      [
        'at (UTC)  2026-11-28 14:03 (2h ago)',
        'user      ana.silva@tenant.example',
        'result    Pass',
        '',
        'at (UTC)  2026-11-28 14:03 (2h ago)',
        'user      東京都@example.jp',
        'result    Pass',
        '',
      ],
    ]);
  });

  it('shows ages to people only', async () => {
    const formats = [{ format: 'json' }, { format: 'ndjson' }, { format: 'csv' }, { quiet: true }] as const;
    for (const chosen of formats) expect((await shown(80, chosen)).join()).to.not.include('ago');
    const piped = memoryStreams();
    await writeList([event], events, options({ header: false }), piped.streams);
    expect(piped.out()).to.equal('2026-11-28T14:03:00.000Z  ana.silva@tenant.example  Pass\n');
  });
});
