import { Args } from '@oclif/core';

const USER = 'An email, a sub or a user name.';

/** The one user that a command acts on. */
export const userArg = { user: Args.string({ description: USER, required: true }) };

/** The users that a command acts on, at least one. */
export const usersArg = { user: Args.string({ description: USER, required: true, multiple: true }) };

/** The URLs that a command acts on, at least one. */
export const urlsArg = {
  url: Args.string({ description: 'An absolute URL.', required: true, multiple: true }),
};
