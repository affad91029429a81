import { writeFileSync } from 'node:fs';

import mocha from 'mocha';

/** Mocha's usual report on the screen, and beside it the counts as JSON in the file that TEST_COUNTS names. */
export default class CountTests extends mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: passes, failed: failures }));
    });
  }
}
