import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags } from '../flags/connection.js';
import { flagGroup } from '../flags/flag-group.js';
import { columnsFlag, type OutputFlags } from '../flags/output.js';
import type { Invocation } from '../invocation.js';
import { showList } from '../show.js';
import type { Directory } from '../../directory.js';
import { commandLine } from '../../directory.js';
import { AdminError, EXIT } from '../../errors.js';
import { BEGINNING, exportRecords } from '../../history/export/export-records.js';
import { type OcsfEvent, ocsfEvent } from '../../history/export/ocsf.js';
import { sinceTime } from '../../history/list-records.js';
import { type HistoryStores, historyStores } from '../../history/history-stores.js';
import { newestFirst } from '../../history/newest-first.js';
import type { ChangeRecord } from '../../history/record.js';
import { recordList } from '../../history/record-view.js';
import type { ListView } from '../../output/view.js';
import { counted } from '../../text/counted.js';

/** Flags of `history export`; `--output` has other formats than elsewhere. */
export const exportHistoryFlags = {
  ...connectionFlags,
  ...columnsFlag,
  since: Flags.string({
    summary: 'Only changes since: 30m, 2h, 3d, 2026-11-20T03:00Z. Not used if the file of --head-file is there.',
    helpValue: 'TIME',
  }),
  after: Flags.integer({
    summary: 'Only what comes after this line, which was exported last.',
    min: 1,
    helpValue: 'LINE',
  }),
  'head-file': Flags.string({
    summary: 'Continue after the line in this file, and write the last one to it; the first time it need not exist.',
    helpValue: 'FILE',
    exclusive: ['after'],
  }),
  cloudtrail: Flags.string({
    summary:
      'In place of the changes, list what differs from this CloudTrail file, or stdin with -. Status 9 if anything does.',
    helpValue: 'FILE',
    exclusive: ['after', 'head-file'],
  }),
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: ['ndjson', 'csv', 'ocsf', 'json'] as const,
      default: 'ndjson',
      summary: 'Output format; ocsf is an event of OCSF 1.3.0 on each line.',
    })(),
  }),
};

type ExportFlags = Omit<OutputFlags, 'output'> & Interfaces.InferredFlags<typeof exportHistoryFlags>;
type ExportInvocation = Omit<Invocation, 'flags'> & { readonly flags: ExportFlags };

/**
 * Writes the changes of the history to stdout, for another system, and says where the next export begins.
 *
 * @param version that of sf-admin
 * @throws AdminError USAGE; HISTORY_ALTERED if what was exported last is gone; HISTORY_UNREADABLE; FILE_UNWRITABLE
 */
export async function exportHistory(cli: ExportInvocation, version: string): Promise<void> {
  const { flags } = cli;
  const directory = await cli.open();
  const now = new Date();
  const since = flags.since === undefined ? undefined : sinceTime(flags.since, now);
  if (flags.cloudtrail !== undefined) return reportDifferences(cli, directory, { file: flags.cloudtrail, since });
  const headFile = flags['head-file'];
  const { readHeadFile, writeHeadFile } = await import('../../history/export/head-file.js');
  const known = headFile === undefined ? undefined : await readHeadFile(headFile);
  const beginning = headFile === undefined ? undefined : BEGINNING;
  const exported = exportRecords(historyStores(directory), {
    after: flags.after === undefined ? (known ?? beginning) : { n: flags.after },
    since: known === undefined ? since : undefined,
    now,
  });
  const count = await writeRecords(cli, exported.records, version);
  const end = exported.end();
  if (headFile !== undefined) await writeHeadFile(headFile, end);
  warnOfUnreadable(cli, directory, exported.unreadable());
  const held = exported.heldBack();
  const left = held === 0 ? '' : ` ${counted(held, 'change')} left to the next export: one may still be in progress.`;
  const next = headFile === undefined && end.n > 0 ? ` To continue: --after ${end.n}` : '';
  cli.note(`Exported ${counted(count, 'change')}, up to line ${end.n}.${left}${next}`);
}

function writeRecords(cli: ExportInvocation, records: AsyncIterable<ChangeRecord>, version: string): Promise<number> {
  const { flags } = cli;
  const { output } = flags;
  if (output !== 'ocsf') return showList(records, recordList, { ...cli, flags: { ...flags, output } });
  const view: ListView<ChangeRecord> = { ...recordList, json: (record): OcsfEvent => ocsfEvent(record, version) };
  return showList(records, view, { ...cli, flags: { ...flags, output: 'ndjson' } });
}

async function reportDifferences(
  cli: ExportInvocation,
  directory: Directory,
  { file, since }: { readonly file: string; readonly since: string | undefined },
): Promise<void> {
  const { flags } = cli;
  const { output } = flags;
  if (output === 'ocsf') {
    throw new AdminError('USAGE', '--cloudtrail cannot be used with -o ocsf', {
      hint: 'Use -o ndjson, csv or json: a difference is not an event.',
    });
  }
  const [{ readTrail }, { openSource }, { compareTrail, trailDifferenceList }] = await Promise.all([
    import('../../cloudtrail/read-trail.js'),
    import('../../input/decode/open-source.js'),
    import('../../cloudtrail/compare-history.js'),
  ]);
  let unreadable = 0;
  const records = recordsOf(historyStores(directory), () => (unreadable += 1));
  const events = readTrail(await openSource(file, process.stdin), file);
  const compared = await compareTrail(events, records, { ...directory.endpoint, since });
  if (compared.differences.length > 0) cli.exitWith(EXIT.finding);
  await showList(compared.differences, trailDifferenceList, { ...cli, flags: { ...flags, output } });
  warnOfUnreadable(cli, directory, unreadable);
  const count = (wanted: string) => compared.differences.filter(({ finding }) => finding === wanted).length;
  const unknown =
    compared.unknown === 0
      ? ''
      : ` ${counted(compared.unknown, 'change')} of that time ${compared.unknown === 1 ? 'has' : 'have'} no known outcome, ` +
        `so NO_RECORD may be of ${compared.unknown === 1 ? 'it' : 'them'}: ${commandLine(directory, 'history list --failed')}`;
  cli.note(
    `Compared ${counted(compared.events, 'event')} that changed the user pool with the history: ${compared.matched} are in ` +
      `it, ${count('NO_RECORD')} are not. Of ${counted(compared.records, 'record')} in the time of the file, ` +
      `${count('NO_EVENT')} requests have no event.${unknown}`,
  );
}

/** All changes of the user pool, also those that may be in progress. */
async function* recordsOf(stores: HistoryStores, onUnreadable: () => void): AsyncGenerator<ChangeRecord> {
  for await (const { record } of newestFirst(stores, { onUnreadable })) if (stores.isOwn(record)) yield record;
}

function warnOfUnreadable(cli: Pick<Invocation, 'warn'>, directory: Directory, unreadable: number): void {
  if (unreadable === 0) return;
  cli.warn(`${counted(unreadable, 'line')} could not be read. See: ${commandLine(directory, 'history verify')}`);
}
