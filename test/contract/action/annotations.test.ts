import { expect } from 'chai';
import fc from 'fast-check';

const load = (name: string): Promise<unknown> =>
  import(new URL(`../../../scripts/action/${name}.js`, import.meta.url).href);

interface Result {
  ruleId: string;
  level: string;
  message: { text: string };
  properties: Record<string, string | null>;
}

const result = (properties: Record<string, string | null> = {}, level = 'error'): Result => ({
  ruleId: 'DELETION_PROTECTION',
  level,
  message: { text: 'it is off. Turn it on.' },
  properties: {
    ...{ severity: 'high', status: 'open', subject: 'user pool p', found: 'it is off', fix: 'Turn it on.' },
    ...{ command: null, ...properties },
  },
});

describe('annotationsOf', () => {
  let annotationsOf: (results: readonly Result[], options: { limit: string; file: string }) => string[];
  before(async () => {
    ({ annotationsOf } = (await load('annotations')) as { annotationsOf: typeof annotationsOf });
  });

  it('annotates what fails the check by its level, what does not as a notice, and nothing that is not open', () => {
    const results = [
      result(),
      result({ severity: 'medium' }, 'warning'),
      result({ severity: 'low' }, 'note'),
      result({ status: 'accepted' }),
      result({ status: 'notCheckable' }, 'none'),
    ];
    expect(annotationsOf(results, { limit: 'medium', file: 'pool.yaml' })).to.deep.equal([
      '::error file=pool.yaml,title=DELETION_PROTECTION (high)%3A user pool p::it is off. Turn it on.',
      '::warning file=pool.yaml,title=DELETION_PROTECTION (medium)%3A user pool p::it is off. Turn it on.',
      '::notice file=pool.yaml,title=DELETION_PROTECTION (low)%3A user pool p::it is off. Turn it on.',
    ]);
    expect(annotationsOf([result()], { limit: 'critical', file: '' })[0]).to.match(/^::notice title=/);
  });

  it('is one command that names the whole text, whatever the text is', () => {
    const text = fc.string({ unit: fc.constantFrom('%', '\r', '\n', ':', ',', '=', 'a', '::error::', '%0A') });
    fc.assert(
      fc.property(text, text, text, (subject, found, file) => {
        const [line = ''] = annotationsOf([{ ...result({ subject }), message: { text: found } }], {
          limit: 'low',
          file,
        });
        // As the runner parses it (actions/runner, ActionCommand.TryParseV2).
        const [, properties = '', data = ''] = /^::error (.*?)::(.*)$/s.exec(line) ?? [];
        const unescaped = (value: string) =>
          value
            .replaceAll('%2C', ',')
            .replaceAll('%3A', ':')
            .replaceAll('%0A', '\n')
            .replaceAll('%0D', '\r')
            .replaceAll('%25', '%');
        const values = properties.split(',').map((property) => unescaped(property.slice(property.indexOf('=') + 1)));
        expect([line.includes('\n'), line.includes('\r'), values, unescaped(data)]).to.deep.equal([
          ...[false, false],
          [...(file === '' ? [] : [file]), `DELETION_PROTECTION (high): ${subject}`],
          found,
        ]);
      }),
    );
  });
});

describe('summaryOf', () => {
  let summaryOf: (check: string, results: readonly Result[]) => string;
  before(async () => {
    ({ summaryOf } = (await load('summary')) as { summaryOf: typeof summaryOf });
  });

  it('lists every finding, with its status and its command', () => {
    const summary = summaryOf('pool check', [result({ command: 'sf-admin pool set' }), result({ status: 'accepted' })]);
    expect(summary.match(/<tr>/g)).to.have.length(3);
    expect(summary).to.include(
      '<tr><td>DELETION_PROTECTION</td><td>high</td><td>open</td><td>user pool p</td><td>it is off</td>' +
        '<td>Turn it on.</td><td><code>sf-admin pool set</code></td></tr>\n',
    );
    expect(summaryOf('pool check', [])).to.include('<p>No findings.</p>');
  });

  it('shows text as it is: no markup, and no blank line that would end the table', () => {
    const hostile = '<img src=x>\n\n# a & [b](c) "d"\u2028\u2028e';
    const summary = summaryOf('users check', [result({ subject: hostile })]);
    expect(summary).to.include('<td>&lt;img src=x&gt; # a &amp; [b](c) &quot;d&quot; e</td>');
    expect(summary.trimEnd()).not.to.match(/\n\s*\n/);
  });

  it('is shorter than GitHub allows, and says how many findings are left out', () => {
    const summary = summaryOf(
      'users check',
      Array.from({ length: 10_000 }, () => result({ found: 'é'.repeat(200) })),
    );
    const [, rest] = /<p>(\d+) more in the report\.<\/p>/.exec(summary) ?? [];
    expect(Buffer.byteLength(summary)).to.be.below(1_048_576);
    expect(Number(rest) + summary.match(/<tr>/g)!.length - 1).to.equal(10_000);
  });
});
