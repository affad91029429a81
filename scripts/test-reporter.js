/**
 * Mocha reporter for runs of many files: one line per file, the failures, the slowest files and tests, the counts.
 * With TEST_COUNTS=FILE it appends the counts to that file as a line of JSON, so that several runs can be added up.
 */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

import mocha from 'mocha';

const { EVENT_HOOK_END, EVENT_TEST_FAIL, EVENT_TEST_END, EVENT_RUN_END } = mocha.Runner.constants;

/** Entries of each list of the slowest. */
const SLOWEST = 10;

class TestReporter extends mocha.reporters.Base {
  /** Per file, in the order in which they ran: milliseconds of tests and hooks, tests, failures. */
  #files = new Map();
  #tests = [];
  #current;

  constructor(runner, options) {
    super(runner, options);
    runner.on(EVENT_TEST_END, (test) => {
      const file = this.#fileOf(test);
      file.tests += 1;
      file.ms += test.duration ?? 0;
      this.#tests.push({ name: `${test.fullTitle()} (${file.name})`, ms: test.duration ?? 0 });
    });
    runner.on(EVENT_HOOK_END, (hook) => {
      if (hook.file !== undefined) this.#fileOf(hook).ms += hook.duration ?? 0;
    });
    runner.on(EVENT_TEST_FAIL, (test) => {
      this.#fileOf(test).failures += 1;
    });
    runner.once(EVENT_RUN_END, () => {
      this.#printFile();
      printSlowest('files', [...this.#files.values()]);
      printSlowest('tests', this.#tests);
      this.epilogue();
      this.#appendCounts();
    });
  }

  /** The entry of the file that a test or hook belongs to. Prints the previous file when another one begins. */
  #fileOf({ file: path = 'unknown file' }) {
    const name = relative(process.cwd(), path);
    const file = this.#files.get(name) ?? { name, ms: 0, tests: 0, failures: 0 };
    this.#files.set(name, file);
    if (this.#current !== undefined && this.#current !== file) this.#printFile();
    this.#current = file;
    return file;
  }

  #printFile() {
    if (this.#current === undefined) return;
    const { name, ms, tests, failures } = this.#current;
    const mark = failures === 0 ? '✔' : '✖';
    print(`${mark} ${seconds(ms)}  ${name} (${tests} tests${failures === 0 ? '' : `, ${failures} failed`})`);
  }

  #appendCounts() {
    const { TEST_COUNTS } = process.env;
    if (TEST_COUNTS === undefined) return;
    const { passes, failures } = this.stats;
    appendFileSync(TEST_COUNTS, `${JSON.stringify({ passed: passes, failed: failures })}\n`);
  }
}

function printSlowest(what, entries) {
  const slowest = entries.toSorted((one, other) => other.ms - one.ms).slice(0, SLOWEST);
  print(`\nSlowest ${what}:`);
  for (const { name, ms } of slowest) print(`  ${seconds(ms)}  ${name}`);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1).padStart(5)} s`;
}

function print(line) {
  mocha.reporters.Base.consoleLog(line);
}

// Mocha 11 loads reporters with `require`, which takes this export for the module.
export { TestReporter as 'module.exports' };
