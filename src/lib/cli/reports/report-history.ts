import { startProgress } from '../../output/progress.js';
import { safeJson } from '../../output/sanitise.js';
import { historyDocument } from '../../reports/history/history-document.js';
import { type HistoryReading, readHistoryReport } from '../../reports/history/read-history-report.js';
import { counted } from '../../text/counted.js';
import type { Invocation } from '../invocation.js';
import { withSteadyHeap } from '../process/steady-heap.js';
import { type FinishedReport, type ReportInvocation, writeReport } from './write-report.js';

type HistoryReportInvocation = Pick<Invocation, 'open' | 'warn'> &
  ReportInvocation & { readonly flags: { readonly since: string } };

/** Reports on the changes that were made since the time that the flags name. */
export async function reportHistory(cli: HistoryReportInvocation): Promise<void> {
  const { flags, streams, warn } = cli;
  let reading: HistoryReading | undefined;
  const make = async (): Promise<FinishedReport> => {
    const directory = await cli.open();
    let changes = 0;
    const onProgress = (read: number) => (changes = read);
    const progress = () => `${counted(changes, 'change')} read`;
    const endProgress = flags.quiet ? () => undefined : startProgress(progress, streams);
    const read = await readHistoryReport(directory, { since: flags.since, onProgress }, new Date()).finally(
      endProgress,
    );
    reading = read;
    const { report, records } = read;
    for (const gap of report.gaps) warn(gap.replace(/\.$/, ''));
    for (const { part, reason } of report.unread) warn(`not read: ${part}: ${reason}`);
    if (report.verification?.isIntact === false) warn('the history is damaged: see the report');
    return { json: () => jsonPieces(read), document: () => historyDocument(report, records(), directory) };
  };
  try {
    await withSteadyHeap(() => writeReport(cli, make));
  } finally {
    await reading?.close();
  }
}

/** The report with its changes as the last key, one by one. */
async function* jsonPieces({ report, records }: HistoryReading): AsyncGenerator<string, void, undefined> {
  yield `${safeJson(report, 2).replace(/\n\}$/, '')},\n  "records": [`;
  let isFirst = true;
  for await (const record of records()) {
    yield `${isFirst ? '' : ','}\n    ${safeJson(record)}`;
    isFirst = false;
  }
  yield isFirst ? ']\n}\n' : '\n  ]\n}\n';
}
