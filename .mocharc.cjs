const { availableParallelism } = require('node:os');

// No `spec`: `npx mocha FILE` runs that file alone.
module.exports = {
  'node-option': ['import=tsx/esm'],
  // Far more than any test takes, since CI machines can be busy.
  timeout: 60_000,
  // A test that leaves a handle open must not be hidden by a forced exit.
  exit: false,
  'forbid-only': true,
  // Only used with --parallel. Mocha's default is one less, which is no parallelism on two cores.
  jobs: availableParallelism(),
};
