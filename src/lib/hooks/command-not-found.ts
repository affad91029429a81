import type { Hook } from '@oclif/core';

import { AdminError } from '../errors.js';
import { closest } from '../text/suggestion.js';

/** Says which command was probably meant. It never runs its guess: this is an administrator's tool. */
const commandNotFound: Hook.CommandNotFound = ({ config, id }) => {
  const typed = id.replaceAll(':', ' ');
  const commands = config.commandIDs.map((command) => command.replaceAll(':', ' '));
  const meant = closest(typed, commands);
  throw new AdminError('UNKNOWN_COMMAND', `there is no command "${typed}"`, {
    hint:
      meant === undefined
        ? 'All commands: sf-admin --help'
        : `Did you mean sf-admin ${meant}? All commands: sf-admin --help`,
  });
};

export default commandNotFound;
