import { extname } from 'node:path';

import { assertMissing, writeNewFile } from '../../files/new-file.js';
import { writeDocument } from '../../output/card.js';
import { safeJson } from '../../output/sanitise.js';
import { writeOut } from '../../output/streams.js';
import type { ReportDocument } from '../../reports/document/document.js';
import type { OutputFlags } from '../flags/output.js';
import { REPORT_FORMATS } from '../flags/report.js';
import type { Invocation } from '../invocation.js';
import { formatOptions } from '../show.js';

type Format = (typeof REPORT_FORMATS)[number];

/** What a report needs to know of its command line. */
export interface ReportInvocation extends Pick<Invocation, 'streams' | 'note'> {
  readonly flags: Pick<OutputFlags, 'json' | 'quiet'> &
    Partial<Pick<OutputFlags, 'query' | 'template'>> & {
      readonly output?: string | undefined;
      readonly to?: string | undefined;
    };
}

/** A report that was read, in each of its forms. */
export interface FinishedReport {
  readonly document: () => ReportDocument;
  readonly json: () => object | AsyncIterable<string>;
}

/**
 * Makes a report and writes it to stdout, or to the file of `--to`, in the format asked for. A file that exists is refused
 * before anything is read.
 *
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE; whatever `make` throws
 */
export async function writeReport(cli: ReportInvocation, make: () => Promise<FinishedReport>): Promise<void> {
  const { to: file, quiet } = cli.flags;
  if (file !== undefined) await assertMissing(file);
  const { jsonText } = formatOptions({ ...cli.flags, output: cli.flags.output ?? 'table' });
  if (jsonText !== undefined) {
    const { json } = await make();
    await writeDocument(await wholeOf(json()), { jsonText }, cli.streams);
    return;
  }
  const pieces = await piecesOf(await make(), formatOf(cli.flags));
  if (file === undefined) {
    for await (const piece of pieces) await writeOut(cli.streams, piece);
    return;
  }
  await writeNewFile(file, pieces);
  if (!quiet) cli.note(`Wrote ${file}.`);
}

function formatOf({ json, output, to = '' }: ReportInvocation['flags']): Format {
  if (json) return 'json';
  const extension = extname(to).slice(1).toLowerCase();
  const wanted = output ?? (extension === 'htm' ? 'html' : extension);
  return REPORT_FORMATS.find((format) => format === wanted) ?? 'md';
}

/** Each format is loaded only if it is asked for; charts take longer to load than all the rest. */
async function piecesOf({ document, json }: FinishedReport, format: Format): Promise<AsyncIterable<string>> {
  if (format === 'json') {
    const data = json();
    return Symbol.asyncIterator in data ? data : once(`${safeJson(data, 2)}\n`);
  }
  if (format === 'md') {
    const { markdownPage } = await import('../../reports/document/markdown-page.js');
    return markdownPage(document());
  }
  const [{ htmlPage }, { drawChart }] = await Promise.all([
    import('../../reports/document/html-page.js'),
    import('../../reports/charts/draw-chart.js'),
  ]);
  return htmlPage(document(), drawChart);
}

/** The data of a report in memory, to select from. */
async function wholeOf(data: object | AsyncIterable<string>): Promise<object> {
  if (!(Symbol.asyncIterator in data)) return data;
  let text = '';
  for await (const piece of data) text += piece;
  return JSON.parse(text) as object;
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  yield await Promise.resolve(text);
}
