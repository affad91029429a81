import { Flags } from '@oclif/core';

import { DEFAULT_SEVERITY, SEVERITIES } from '../../checks/severity.js';
import { flagGroup } from './flag-group.js';
import { rowsFlags } from './output.js';

const IDS = { helpValue: 'ID', multiple: true, multipleNonGreedy: true } as const;

/** The baselines that a user pool is checked against. */
export const baselineFlag = {
  baseline: Flags.string({
    summary: 'Baseline to check against; repeatable. Default: stackflow.',
    helpValue: 'stackflow|hardened|FILE',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** Flags of every check: which rules, what fails it, and the formats of its report. */
export const checkFlags = {
  severity: Flags.option({
    options: SEVERITIES,
    default: DEFAULT_SEVERITY,
    summary: 'Exit with 9 only for findings of this severity or a higher one.',
  })(),
  only: Flags.string({ summary: 'Check only this rule; repeatable.', ...IDS }),
  skip: Flags.string({ summary: 'Do not check this rule; repeatable.', ...IDS }),
  ...rowsFlags,
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: ['table', 'json', 'ndjson', 'csv', 'markdown', 'sarif', 'junit'] as const,
      default: 'table',
      summary: 'Output format.',
    })(),
  }),
};
