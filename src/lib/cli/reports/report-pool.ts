import { startProgress } from '../../output/progress.js';
import { poolDocument } from '../../reports/pool/pool-document.js';
import { readPoolReport } from '../../reports/pool/read-pool-report.js';
import { counted } from '../../text/counted.js';
import { DEFAULT_CONCURRENCY } from '../flags/run.js';
import type { Invocation } from '../invocation.js';
import { withSteadyHeap } from '../process/steady-heap.js';
import { type FinishedReport, type ReportInvocation, writeReport } from './write-report.js';

type PoolReportInvocation = Pick<Invocation, 'open' | 'warn'> &
  ReportInvocation & {
    readonly flags: {
      readonly baseline?: readonly string[] | undefined;
      readonly inactive?: number | undefined;
      readonly rate?: number | undefined;
    };
  };

/**
 * Reports on the user pool, or on the tenant that the flags name.
 *
 * @param root the folder of the program, in which the baselines are
 */
export function reportPool(cli: PoolReportInvocation, root: string): Promise<void> {
  const { flags, streams, warn } = cli;
  const make = async (): Promise<FinishedReport> => {
    const { loadBaselines, shippedExpectations } = await import('../../checks/baselines/load-baselines.js');
    const baselines = await loadBaselines(flags.baseline, { root, stdin: process.stdin, warn });
    const expectations = shippedExpectations('stackflow', root);
    const directory = await cli.open({ pace: { rate: flags.rate, maxConcurrency: DEFAULT_CONCURRENCY } });
    let users = 0;
    const endProgress = flags.quiet ? () => undefined : startProgress(() => `${counted(users, 'user')} read`, streams);
    const report = await readPoolReport(directory, {
      baselines,
      expectations,
      inactiveDays: flags.inactive,
      now: new Date(),
      onProgress: (read) => {
        users = read;
      },
    }).finally(endProgress);
    for (const { part, reason } of report.unread) warn(`not read: ${part}: ${reason}`);
    return { json: () => report, document: () => poolDocument(report, directory) };
  };
  return withSteadyHeap(() => writeReport(cli, make));
}
