const { availableParallelism } = require('node:os');

// No `spec`: `npx mocha FILE` runs that file alone.
module.exports = {
  'node-option': ['import=tsx/esm'],
  // Far more than any test takes, since CI machines can be busy. A test names a limit of its own only if it takes minutes.
  timeout: 180_000,
  // A test that leaves a handle open must not be hidden by a forced exit.
  exit: false,
  'forbid-only': true,
  // Only used with --parallel. One more than there are cores: a fifth of the time, tests wait for the disk or for a process.
  jobs: availableParallelism() + 1,
};
