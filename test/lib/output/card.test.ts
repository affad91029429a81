import { expect } from 'chai';
import { writeCard } from '../../../src/lib/output/card.js';
import type { CardField, CardView } from '../../../src/lib/output/view.js';
import type { OutputOptions } from '../../../src/lib/output/view.js';
import { memoryStreams } from './memory-streams.js';
import { options } from './people-view.js';

interface Client {
  id: string;
  name: string;
  urls: string[];
  secret: string | null;
}

const client: Client = {
  id: 'c1',
  name: 'web\u001b',
  urls: ['https://a.example', 'http://localhost'],
  secret: null,
};

const view: CardView<Client> = {
  fields: ({ id, name, urls, secret }) => [
    { label: 'Client ID', value: id },
    { label: 'Name', value: name },
    { section: 'Sign-in' },
    { label: 'Callback URLs', value: urls },
    { label: 'Logout URLs', value: [] },
    { label: 'Secret', value: secret },
    { label: 'Public', value: false },
    { section: 'Tokens' },
    { label: 'Hours', value: 1 },
  ],
  id: ({ id }) => id,
  json: ({ id, name, urls, secret }) => ({
    id,
    name,
    urls,
    secret,
    tokens: { access: '1 h' },
    count: urls.length,
  }),
};

async function written(
  chosen: Partial<OutputOptions>,
  streams: Parameters<typeof memoryStreams>[0] = {},
): Promise<string> {
  const memory = memoryStreams(streams);
  await writeCard(client, view, options(chosen), memory.streams);
  return memory.out();
}

const CARD = [
  'Client ID        c1',
  'Name             web\\u001b',
  '',
  'Sign-in',
  '  Callback URLs  https://a.example',
  '                 http://localhost',
  '  Logout URLs    -',
  '  Secret         -',
  '  Public         no',
  '',
  'Tokens',
  '  Hours          1',
  '',
].join('\n');

describe('writeCard', () => {
  it('shows the age of a time on a terminal, and never elsewhere', async () => {
    const timed: CardView<null> = {
      fields: () => [{ label: 'created', value: '2026-11-25T14:03:00.000Z', isTime: true }],
      id: () => '',
      json: () => ({}),
    };
    const shown = [true, false].map(async (outIsTTY) => {
      const memory = memoryStreams({ outIsTTY });
      await writeCard(null, timed, options(), memory.streams);
      return memory.out();
    });
    expect(await Promise.all(shown)).to.deep.equal([
      'created  2026-11-25T14:03:00.000Z (3d ago)\n',
      'created  2026-11-25T14:03:00.000Z\n',
    ]);
  });

  it('aligns the values, indents sections, and lists several values below each other', async () => {
    expect(await written({})).to.equal(CARD);
  });

  it('links each line of a value that has a page, escaped as without a link', async () => {
    const linked: CardView<null> = {
      fields: () => [
        { label: 'user', value: 'ana maria\u001b silva', subject: { kind: 'pool' } },
        { label: 'status', value: 'CONFIRMED' },
      ],
      id: () => '',
      json: () => ({}),
    };
    const memory = memoryStreams({ outIsTTY: true, columns: 26 });
    await writeCard(null, linked, options({ pages: ({ kind }) => `https://console.example/${kind}` }), memory.streams);
    const link = (text: string) => `\u001b]8;;https://console.example/pool\u0007${text}\u001b]8;;\u0007`;
    expect(memory.out()).to.equal(`user    ${link('ana maria\\u001b')}\n        ${link('silva')}\nstatus  CONFIRMED\n`);
  });

  describe('on a terminal too narrow for it', () => {
    const onTerminal = async (columns: number, fields: CardField[]): Promise<string> => {
      const memory = memoryStreams({ outIsTTY: true, columns });
      const wrapping: CardView<null> = { fields: () => fields, id: () => '', json: () => ({}) };
      await writeCard(null, wrapping, options(), memory.streams);
      return memory.out();
    };

    it('wraps values, with the continuation of one of several indented further', async () => {
      const fields = [
        { label: 'roles', value: 'itsm_agent, itsm_admin, cloud_admin' },
        { label: 'custom', value: ['custom:role (String)', 'custom:no (String, set at creation)'] },
      ];
      expect(await onTerminal(34, fields)).to.equal(
        [
          'roles   itsm_agent, itsm_admin,',
          '        cloud_admin',
          'custom  custom:role (String)',
          '        custom:no (String, set at',
          '          creation)',
          '',
        ].join('\n'),
      );
    });

    it('puts a value below its label if its words are too long to fit beside it, and never breaks a word', async () => {
      const fields = [
        { section: 'Pool' },
        { label: 'ARN', value: 'arn:aws:cognito-idp:userpool' },
        { label: 'other', value: 'arn:aws:cognito-idp:us-east-1:userpool' },
      ];
      expect(await onTerminal(32, fields)).to.equal(
        [
          'Pool',
          '  ARN',
          '    arn:aws:cognito-idp:userpool',
          '  other',
          '    arn:aws:cognito-idp:us-east-1:userpool',
          '',
        ].join('\n'),
      );
    });

    it('lets a long label exceed its column rather than narrow every value', async () => {
      const fields = [
        { label: 'callback URL', value: 'https://a.example/cb' },
        { label: 'propagate user context', value: true },
      ];
      expect(await onTerminal(36, fields)).to.equal(
        ['callback URL    https://a.example/cb', 'propagate user context  yes', ''].join('\n'),
      );
    });

    it('keeps the labels in one column if that leaves enough for the values', async () => {
      const fields = [
        { label: 'email verified', value: true },
        { label: 'sub', value: '5af10000-0000-4000-8000-000000000001' },
      ];
      expect(await onTerminal(40, fields)).to.equal(
        ['email verified  yes', 'sub', '  5af10000-0000-4000-8000-000000000001', ''].join('\n'),
      );
    });

    it('wraps the heading of a section', async () => {
      const fields = [{ section: 'users move-to-tenant ana@example.com' }];
      expect(await onTerminal(30, fields)).to.equal('users move-to-tenant\nana@example.com\n');
    });

    it('changes nothing if the card fits, or if stdout is a pipe', async () => {
      expect([await written({}, { outIsTTY: true, columns: 34 }), await written({}, { columns: 10 })]).to.deep.equal([
        CARD,
        CARD,
      ]);
    });
  });

  it('has bold headings only on a TTY with colour', async () => {
    const bold = CARD.replace('Sign-in', '\u001b[1mSign-in\u001b[22m').replace('Tokens', '\u001b[1mTokens\u001b[22m');
    expect([
      await written({}, { outIsTTY: true, color: true }),
      await written({}, { outIsTTY: false, color: true }),
    ]).to.deep.equal([bold, CARD]);
  });

  it('aligns labels with wide characters, and starts with a section without an empty line', async () => {
    const memory = memoryStreams();
    const wide: CardView<null> = {
      fields: () => [{ section: 'S' }, { label: '名', value: 'x' }, { label: 'abc', value: 'y' }],
      id: () => '',
      json: () => ({}),
    };
    await writeCard(null, wide, options(), memory.streams);
    expect(memory.out()).to.equal('S\n  名   x\n  abc  y\n');
  });

  it('prints only the identifier with quiet, whatever the format', async () => {
    expect([await written({ quiet: true }), await written({ quiet: true, format: 'json' })]).to.deep.equal([
      'c1\n',
      'c1\n',
    ]);
  });

  for (const [rule, id, text] of [
    ['nothing for an empty identifier', '', ''],
    ['nothing for no identifiers', [], ''],
    ['several identifiers on one line each', ['a', 'b\nc'], 'a\nb\\u000ac\n'],
  ] as const) {
    it(`prints ${rule} with quiet`, async () => {
      const memory = memoryStreams();
      await writeCard(client, { ...view, id: () => id }, options({ quiet: true }), memory.streams);
      expect(memory.out()).to.equal(text);
    });
  }

  it('prints JSON indented, harmless to a terminal', async () => {
    const text = await written({ format: 'json' });
    expect([text, JSON.parse(text)]).to.deep.equal([
      `${JSON.stringify(view.json(client), null, 2)}\n`,
      view.json(client),
    ]);
  });

  it('prints ndjson on one line', async () => {
    expect(await written({ format: 'ndjson' })).to.equal(`${JSON.stringify(view.json(client))}\n`);
  });

  it('prints CSV as a header of the JSON keys and one record', async () => {
    const record = 'c1,web\\u001b,"https://a.example,http://localhost",,"{""access"":""1 h""}",2\n';
    expect([await written({ format: 'csv' }), await written({ format: 'csv', header: false })]).to.deep.equal([
      `id,name,urls,secret,tokens,count\n${record}`,
      record,
    ]);
  });
});
