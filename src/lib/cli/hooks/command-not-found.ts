import type { Hook } from '@oclif/core';

import { unknownCommand } from './unknown-command.js';

/** Suggests a command. oclif's own hook would offer to run it, which is too risky for an administrator's tool. */
const commandNotFound: Hook.CommandNotFound = ({ config, id }) => {
  throw unknownCommand(id, config.commandIDs);
};

export default commandNotFound;
