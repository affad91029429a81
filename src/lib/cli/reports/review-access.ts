import { extname } from 'node:path';

import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertMissing, writeNewFile } from '../../files/new-file.js';
import { writeList } from '../../output/list.js';
import { startProgress } from '../../output/progress.js';
import { writeOut } from '../../output/streams.js';
import { originOf } from '../../reports/origin.js';
import { reviewDocument, type ReviewReport } from '../../reports/review/review-document.js';
import { readReview, UNKNOWN } from '../../reviews/read-review.js';
import { reviewTable } from '../../reviews/review-table.js';
import type { AccessReview } from '../../reviews/review.js';
import { reviewCsv } from '../../reviews/review-file.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { REPORT_FORMATS } from '../flags/report.js';
import { DEFAULT_CONCURRENCY } from '../flags/run.js';
import type { Invocation } from '../invocation.js';
import { withSteadyHeap } from '../process/steady-heap.js';
import { type ReportInvocation, writeReport } from './write-report.js';

/** The formats of a review: those of every report, and the form that a reviewer fills in. */
export const REVIEW_FORMATS = ['csv', ...REPORT_FORMATS] as const;

type ReviewInvocation = Pick<Invocation, 'open' | 'warn'> &
  ReportInvocation & {
    readonly flags: {
      readonly privileged?: boolean | undefined;
      readonly reviewer?: string | undefined;
      readonly rate?: number | undefined;
      readonly 'raw-csv': boolean;
      readonly 'no-header': boolean;
    };
  };

/**
 * Lists who has access, as the flags say. A form names its reviewer, who must be a signer if there are signers.
 *
 * @throws AdminError MISSING_INPUT for a form without a reviewer; USAGE for a reviewer who is no signer
 */
export async function reviewAccess(cli: ReviewInvocation): Promise<void> {
  const { flags } = cli;
  if (isTable(cli)) {
    await showTable(cli, await read(cli, await open(cli)));
    return;
  }
  if (!isForm(flags)) {
    await writeReport(cli, async () => {
      const directory = await open(cli);
      const review = await read(cli, directory);
      const report: ReviewReport = { origin: await originOf(directory, new Date()), ...review };
      return { json: () => report, document: () => reviewDocument(report) };
    });
    return;
  }
  const { to: file, reviewer } = flags;
  if (reviewer === undefined) {
    throw new AdminError('MISSING_INPUT', 'a review to fill in needs a reviewer', {
      hint: 'Name who decides: --reviewer PERSON. For a list to read: -o md, or html',
    });
  }
  if (file !== undefined) await assertMissing(file);
  const directory = await open(cli);
  await assertSigner(directory, reviewer);
  const review = await read(cli, directory);
  const text = await reviewCsv(directory, review, { raw: flags['raw-csv'] });
  if (file === undefined) {
    await writeOut(cli.streams, text);
    return;
  }
  await writeNewFile(file, once(text));
  if (flags.quiet) return;
  cli.note(`Wrote ${file}: ${counted(review.users.length, 'user')}, to be decided on by ${reviewer}.`);
  cli.note(`Once it is filled in: sf-admin access apply ${file}`);
}

/** Whether a person at a terminal wants to look, and asks for no format. */
function isTable({ streams, flags }: ReviewInvocation): boolean {
  const { json, output, to, query, template } = flags;
  return streams.outIsTTY && !json && [output, to, query, template].every((flag) => flag === undefined);
}

async function showTable(cli: ReviewInvocation, { users, privileged }: AccessReview): Promise<void> {
  const { flags, streams } = cli;
  const hasSignIns = users.some(({ lastSignIn }) => lastSignIn !== UNKNOWN);
  const view = reviewTable({ width: streams.columns, hasSignIns });
  const header = !flags['no-header'];
  await writeList(users, view, { format: 'table', quiet: false, header, rawCsv: false, now: new Date() }, streams);
  if (flags.quiet) return;
  const who = `${counted(users.length, 'user')}${privileged ? ' with privileged access' : ''}`;
  const withoutMfa = users.filter(({ mfa }) => mfa?.length === 0).length;
  cli.note(`${who}, ${withoutMfa} without a second factor.`);
  cli.note('As a page with all columns: --to FILE.html. As a form to fill in: --reviewer PERSON --to FILE.csv');
}

function isForm({ json, output, to = '' }: ReviewInvocation['flags']): boolean {
  return !json && (output ?? extname(to).slice(1).toLowerCase()) === 'csv';
}

function open({ open: openDirectory, flags }: ReviewInvocation): Promise<Directory> {
  return openDirectory({ pace: { rate: flags.rate, maxConcurrency: DEFAULT_CONCURRENCY } });
}

async function read({ flags, streams, warn }: ReviewInvocation, directory: Directory): Promise<AccessReview> {
  let users = 0;
  const endProgress = flags.quiet ? () => undefined : startProgress(() => `${counted(users, 'user')} read`, streams);
  const options = {
    privileged: flags.privileged ?? false,
    reviewer: flags.reviewer ?? null,
    now: new Date(),
    onProgress: (read: number) => (users = read),
    warn,
  };
  const review = await withSteadyHeap(() => readReview(directory, options)).finally(endProgress);
  for (const gap of review.gaps) warn(gap);
  return review;
}

async function assertSigner(directory: Directory, reviewer: string): Promise<void> {
  const { signers } = await directory.approvalRules();
  if (signers === undefined || Object.hasOwn(signers, reviewer)) return;
  throw new AdminError('USAGE', `the reviewer ${quoted(reviewer)} is not a signer`, {
    hint: `The review has to be signed by its reviewer. Signers: ${Object.keys(signers).join(', ')}`,
  });
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  yield await Promise.resolve(text);
}
