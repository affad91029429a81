/**
 * The step of the GitHub Action (action.yml): runs a check of sf-admin, annotates its findings, writes a summary of the job,
 * and exits like the check. Everything comes from the environment, so that no input is ever part of a script.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

import { annotation, annotationsOf } from './annotations.js';
import { summaryOf } from './summary.js';

/** What the action may run: none of it changes anything. */
const CHECKS = ['pool check', 'client check', 'users check'];

/** Exit statuses of a check: nothing found, and findings. */
const [NOTHING, FINDINGS] = [0, 9];

const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = process.env;
const input = (name) => (process.env[`INPUT_${name}`] ?? '').trim();

const check = input('CHECK');
const sarifFile = input('SARIF_FILE');
if (!CHECKS.includes(check)) fail(2, `check is one of: ${CHECKS.join(', ')}`);

const words = [...check.split(/\s+/), ...lines(input('ARGUMENTS')), '--severity', input('SEVERITY'), '-o', 'sarif'];
const { status, stdout } = await run(input('COMMAND'), words);

if (status === NOTHING || status === FINDINGS) {
  const results = resultsIn(stdout);
  const options = { limit: input('SEVERITY'), file: input('FILE') };
  for (const line of annotationsOf(results, options)) process.stdout.write(`${line}\n`);
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, summaryOf(check, results));
  if (sarifFile !== '') writeReport(stdout);
  setOutputs({
    findings: results.filter(({ properties }) => properties.status === 'open').length,
    'exit-status': status,
    'sarif-file': sarifFile,
  });
  process.exitCode = input('FAIL_ON_FINDINGS') === 'false' ? NOTHING : status;
} else fail(status, `${check} could not be run: exit status ${status}. The log says why.`);

/** Ends the step with an error. */
function fail(status, message) {
  setOutputs({ findings: '', 'exit-status': status, 'sarif-file': '' });
  process.stdout.write(`${annotation('error', message)}\n`);
  process.exit(status);
}

/** The findings of a SARIF report. An argument such as --help makes sf-admin print something else. */
function resultsIn(report) {
  try {
    return JSON.parse(report).runs[0].results;
  } catch {
    return fail(2, `${check} printed no SARIF report. Remove --help, -q and -o from arguments.`);
  }
}

function writeReport(report) {
  try {
    writeFileSync(sarifFile, report);
  } catch (error) {
    fail(1, `the SARIF report cannot be written to ${sarifFile}: ${error.code ?? error.message}`);
  }
}

/** The arguments of a multi-line input, one on each line. */
function lines(value) {
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Runs sf-admin without a shell. What it writes to stderr is shown, and cannot be a command to the runner. */
async function run(command, argv) {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    const child = spawn(command, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.pipe(process.stdout, { end: false });
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { stdout, status: code ?? 1 };
  } catch (error) {
    process.stdout.write(
      `${command} cannot be started: ${error.code ?? error.message}. Install it in an earlier step.\n`,
    );
    return { stdout: '', status: 127 };
  } finally {
    // On a line of its own, even if the last line of stderr has no end: otherwise every command after it would be ignored.
    process.stdout.write(`\n::${token}::\n`);
  }
}

/** Sets outputs of the step. A value cannot set another output: it ends at a delimiter that it cannot know. */
function setOutputs(outputs) {
  if (!GITHUB_OUTPUT) return;
  for (const [name, value] of Object.entries(outputs)) {
    const delimiter = randomUUID();
    appendFileSync(GITHUB_OUTPUT, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }
}
