import type { Hook } from '@oclif/core';

import { unknownCommand } from './unknown-command.js';

/** Says what was probably meant. It never runs its guess: this is an administrator's tool. */
const commandNotFound: Hook.CommandNotFound = ({ config, id }) => {
  throw unknownCommand(id, config.commandIDs);
};

export default commandNotFound;
