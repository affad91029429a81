import type { Finding, RuleInfo } from '../../checks/finding.js';
import { findingList } from '../../checks/report/finding-view.js';
import {
  type Counts,
  counter,
  type Report,
  selectedRules,
  type Unchecked,
  uncheckedText,
  withAcceptances,
} from '../../checks/report/report.js';
import type { Severity } from '../../checks/severity.js';
import type { Directory } from '../../directory.js';
import { EXIT } from '../../errors.js';
import { safeJson } from '../../output/sanitise.js';
import { writeOut } from '../../output/streams.js';
import type { ListView } from '../../output/view.js';
import { listOutput, reportFormat, type ReportFlags } from '../flags/report-format.js';
import type { Invocation } from '../invocation.js';
import { showList } from '../show.js';
import { warnOfUnknownRules } from './warn-of-unknown-rules.js';

type CheckInvocation = Omit<Invocation, 'flags'> & {
  readonly flags: ReportFlags & {
    readonly severity: Severity;
    readonly only?: readonly string[] | undefined;
    readonly skip?: readonly string[] | undefined;
  };
};

/** What a check finds, and which rules it had nothing to check for. */
interface Found<Row extends Finding> {
  readonly findings: AsyncIterable<Row> | Iterable<Row>;
  readonly unchecked?: Unchecked | undefined;
}

/** A check of one command. */
export interface Check<Row extends Finding> {
  /** The command: `pool check`. */
  readonly name: string;
  /** Every rule that the check has. */
  readonly rules: readonly RuleInfo[];
  /** The folder of the program, which has the shipped baselines. */
  readonly root: string;
  /** Reads, and finds. Rules that are not among `rules`, by their IDs, need not be looked at. */
  readonly run: (directory: Directory, rules: ReadonlySet<string>) => Found<Row> | Promise<Found<Row>>;
  /** How the rows are shown; default: as findings. */
  readonly view?: ListView<Row>;
}

/**
 * Runs a check and writes its findings in the format asked for; sets exit status 9 if one of them fails it.
 *
 * @returns how many findings there were
 * @throws AdminError USAGE for an unknown rule, or for --columns or --sort with a report, before the directory is opened;
 *   those of `run`
 */
export async function reportFindings<Row extends Finding>(
  cli: CheckInvocation,
  { name, rules, root, run, view }: Check<Row>,
): Promise<Counts> {
  const { flags } = cli;
  const format = reportFormat(flags, Object.keys(REPORT_FORMATS) as ReportFormat[]);
  const report: Report = { name, rules: selectedRules(rules, flags), limit: flags.severity };
  const selected = new Set(report.rules.map(({ rule }) => rule));
  const directory = await cli.open();
  await warnOfUnknownRules(directory.context, { rules, root, warn: cli.warn });
  const tally = counter(report.limit);
  const found = await run(directory, selected);
  const unchecked = selectedUnchecked(found, selected);
  if (unchecked !== undefined) cli.warn(uncheckedText(unchecked));
  const rows = selectedFindings(found, selected);
  const findings = tally.count(withAcceptances(rows, directory.context.acceptedFindings ?? [], new Date()));
  if (format === 'list') {
    const list = { flags: listOutput(flags), streams: cli.streams };
    await showList(findings, view ?? (findingList as ListView<Row>), list);
  } else await writeReport(format, { ...report, unchecked }, findings, cli.streams);
  if (tally.failed()) cli.exitWith(EXIT.finding);
  return tally.counts();
}

function selectedUnchecked({ unchecked }: Found<Finding>, selected: ReadonlySet<string>): Unchecked | undefined {
  const rules = new Set([...(unchecked?.rules ?? [])].filter((rule) => selected.has(rule)));
  return unchecked === undefined || rules.size === 0 ? undefined : { ...unchecked, rules };
}

async function* selectedFindings<Row extends Finding>(
  { findings }: Found<Row>,
  selected: ReadonlySet<string>,
): AsyncGenerator<Row, void, undefined> {
  for await (const finding of findings) if (selected.has(finding.rule)) yield finding;
}

async function writeReport(
  format: ReportFormat,
  report: Report,
  findings: AsyncIterable<Finding>,
  streams: Invocation['streams'],
): Promise<void> {
  for await (const text of REPORT_FORMATS[format](report, findings)) await writeOut(streams, text);
}

type ReportFormat = 'markdown' | 'sarif' | 'junit';
type ReportText = (report: Report, findings: AsyncIterable<Finding>) => AsyncGenerator<string, void, undefined>;

const REPORT_FORMATS: Readonly<Record<ReportFormat, ReportText>> = {
  async *markdown(report, findings) {
    const { markdownTable } = await import('../../checks/report/markdown.js');
    yield* markdownTable(report, findings);
  },
  async *sarif(report, findings) {
    const { sarifLog } = await import('../../checks/report/sarif.js');
    yield `${safeJson(sarifLog(report, await all(findings)), 2)}\n`;
  },
  async *junit(report, findings) {
    const { junitXml } = await import('../../checks/report/junit.js');
    yield junitXml(report, await all(findings));
  },
};

async function all(findings: AsyncIterable<Finding>): Promise<Finding[]> {
  const held: Finding[] = [];
  for await (const finding of findings) held.push(finding);
  return held;
}
