import { createHash } from 'node:crypto';

import { expect } from 'chai';

import type { ReportDocument } from '../../../../src/lib/reports/document/document.js';
import { htmlPage } from '../../../../src/lib/reports/document/html-page.js';
import { markdownPage } from '../../../../src/lib/reports/document/markdown-page.js';

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

const html = (document: ReportDocument) => whole(htmlPage(document, ({ label }) => `<svg>${label}</svg>`));
const markdown = (document: ReportDocument) => whole(markdownPage(document));

const DOCUMENT: ReportDocument = {
  title: 'Report',
  facts: [
    { label: 'context', value: 'sandbox' },
    { section: 'More' },
    { label: 'created', value: '2026-11-28T12:00:00.000Z', isTime: true },
  ],
  figures: [{ value: '1,000', label: 'users' }],
  sections: [
    {
      title: 'Users',
      blocks: [
        { kind: 'text', text: 'All of them.' },
        { kind: 'notice', text: 'Not read: the rest.' },
        { kind: 'heading', text: 'RULE', tags: [{ text: 'high', tone: 'bad' }] },
        {
          kind: 'chart',
          chart: { kind: 'bars', label: 'chart', bars: [] },
          table: {
            caption: 'Users by tenant',
            columns: [
              { header: 'Tenant' },
              { header: 'Users', kind: 'number' },
              { header: 'Command', kind: 'command' },
            ],
            rows: [
              ['tenant_001', 1_000, 'sf-admin users list'],
              [['two', 'lines'], 0, null],
            ],
            total: ['Total', 1_000],
          },
        },
        { kind: 'table', table: { caption: 'None', columns: [{ header: 'A' }], rows: [], empty: 'There are none.' } },
      ],
    },
  ],
};

describe('a report in HTML', () => {
  it('has everything of the document', async () => {
    const page = await html(DOCUMENT);
    expect(page.slice(page.indexOf('<main>'))).to.equal(`<main>
<header>
<h1>Report</h1>
<dl>
<div><dt>context</dt><dd>sandbox</dd></div>
</dl>
<h3>More</h3>
<dl>
<div><dt>created</dt><dd><time datetime="2026-11-28T12:00:00.000Z">2026-11-28 12:00</time> UTC</dd></div>
</dl>
</header>
<ul class="figures">
<li><b>1,000</b> <span>users</span></li>
</ul>
<section>
<h2>Users</h2>
<p>All of them.</p>
<p class="notice">Not read: the rest.</p>
<h3>RULE <span class="tag bad">high</span></h3>
<figure>
<div class="chart"><svg>chart</svg></div>
<div class="scroll narrow" role="region" aria-label="Users by tenant" tabindex="0">
<table>
<caption>Users by tenant</caption>
<thead>
<tr><th scope="col">Tenant</th><th scope="col" class="number">Users</th><th scope="col" class="command">Command</th></tr>
</thead>
<tbody>
<tr><td>tenant_001</td><td class="number">1,000</td><td class="command"><code>sf-admin users list</code></td></tr>
<tr><td>two<br>lines</td><td class="number">0</td><td class="command">-</td></tr>
</tbody>
<tfoot>
<tr><td>Total</td><td class="number">1,000</td><td class="command"></td></tr>
</tfoot>
</table>
</div>
</figure>
<p class="empty">There are none.</p>
</section>
</main>
</body>
</html>
`);
  });

  it('allows itself its own style sheet and nothing else', async () => {
    const page = await html(DOCUMENT);
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).to.not.match(/<script|<link|<img|url\(|@import|https?:/);
  });
});

describe('a report in Markdown', () => {
  it('has everything of the document, and the table of a chart', async () => {
    expect(await markdown(DOCUMENT)).to.equal(`# Report

| | |
|---|---|
| context | sandbox |

### More

| | |
|---|---|
| created | 2026-11-28 12:00 UTC |

- **1,000** users

## Users

All of them.

> Not read: the rest.

### RULE · high

| Tenant | Users | Command |
|---|---:|---|
| tenant\\_001 | 1,000 | \`sf-admin users list\` |
| two<br>lines | 0 | - |
| **Total** | **1,000** |  |

There are none.
`);
  });
});

/** Text that would be markup in HTML or Markdown, deceive the reader, or break out of a cell or a code span. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '</style><b>',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/)',
  'https://evil.example www.evil.example',
  'a|b\n| c | d |',
  '`` ` ``` | ~~~',
  '\u202egnp.exe\u0000\u001b[31m',
  '&lt;b&gt; " \' onload="x"',
] as const;

/** A document with a text in every place that has one. */
function everywhere(text: string): ReportDocument {
  const columns = ([undefined, 'id', 'time', 'command'] as const).map((kind) =>
    kind === undefined ? { header: text } : { header: text, kind },
  );
  const row = [text, text, text, text];
  return {
    title: text,
    facts: [{ label: text, value: text }, { section: text }, { label: text, value: text, isTime: true }],
    figures: [{ value: text, label: text }],
    sections: [
      {
        title: text,
        blocks: [
          { kind: 'text', text },
          { kind: 'notice', text },
          { kind: 'heading', text, tags: [{ text, tone: 'plain' }] },
          { kind: 'facts', fields: [{ label: text, value: [text] }] },
          { kind: 'table', table: { caption: text, columns, rows: [row], total: row } },
          { kind: 'table', table: { caption: text, columns, rows: [], empty: text } },
          {
            kind: 'chart',
            chart: { kind: 'stacks', label: 'x', series: [text], stacks: [] },
            table: { caption: text, columns, rows: [row] },
          },
        ],
      },
    ],
  };
}

describe('a text of the directory in a report', () => {
  for (const text of HOSTILE) {
    it(`stays text, wherever it is: ${JSON.stringify(text)}`, async () => {
      const [tags, page] = [await html(everywhere('x')), await html(everywhere(text))].map((one) =>
        one.slice(one.indexOf('<title>')),
      ) as [string, string];
      // The same tags, with the same attributes in the same order.
      const shape = (one: string) =>
        [...one.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/ ([a-z-]+)="[^"]*"/g, ' $1'));
      expect(shape(page)).to.deep.equal(shape(tags));
      const source = await markdown(everywhere(text));
      expect([page, source].join('')).to.not.match(/[\u202e\u0000\u001b]/);
      expect(source.split('\n').length).to.equal((await markdown(everywhere('x'))).split('\n').length);
      // Outside of code spans nothing starts markup, and no cell is added.
      const plain = source.replaceAll(/(?<![`\\])(`+)(?!`)(?:[^`]|(?!\1(?!`))`+)*?\1(?!`)/g, 'CODE');
      expect(plain).to.not.match(/(?<!\\)<(?!br>)|(?<!\\)\]\(|(?<!\\)!\[|https?:\/\/|\bwww\./);
      const cells = (one: string) => one.split('\n').map((line) => [...line.matchAll(/(?<!\\)\|/g)].length);
      expect(cells(plain)).to.deep.equal(cells(await markdown(everywhere('x'))));
    });
  }
});
