/*
 * What `pool restore` and `tenant offboard` have in common: their rows are the users of an archive, and they are
 * continued without being asked.
 */
import { changeFlags } from '../flags/change.js';
import { flagGroup } from '../flags/flag-group.js';
import { paceFlags, runFlags } from '../flags/run.js';

const { 'plan-out': _plan, ...others } = changeFlags;

/** The flags of a change. There is no plan of it: see docs/plans.md. */
export const archiveChangeFlags = others;

/** The flags of a run whose rows are not given. */
export const archiveRunFlags = flagGroup('RUN', {
  ...paceFlags,
  failures: runFlags.failures,
  'max-failures': runFlags['max-failures'],
});

/** The values of the flags that other runs have. */
export const NO_OTHER_FLAGS = {
  from: undefined,
  'input-format': undefined,
  'print-template': false,
  resume: false,
  ordered: false,
  'plan-out': undefined,
  tenant: undefined,
} as const;
