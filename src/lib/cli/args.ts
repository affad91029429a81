import { Args } from '@oclif/core';

import { parseClientUrl } from '../conventions/client-url.js';
import type { ClientUrl } from '../model/names.js';

// Every argument of every command says `ignoreStdin`: the parser would read what is missing from a pipe, and a pipe may
// hold a password, or the users for `--from`. test/contract/flags.test.ts holds that.

const USER = 'An email, a sub or a user name.';

/** The one user that a command acts on. */
export const userArg = { user: Args.string({ ignoreStdin: true, description: USER, required: true }) };

/** The one user that a command acts on, unless `--from` names several. */
export const userOrFromArg = { user: Args.string({ ignoreStdin: true, description: USER, required: false }) };

/** The users that a command acts on: at least one, unless `--from` names them. */
export const usersArg = {
  user: Args.string({ ignoreStdin: true, description: USER, required: false, multiple: true }),
};

/** The URLs that a command registers, at least one, each by Cognito's rules: INVALID_URL before anything is read. */
export const newUrlsArg = {
  url: Args.custom<ClientUrl>({
    ignoreStdin: true,
    description: 'An absolute URL.',
    parse: (text) => Promise.resolve(parseClientUrl(text)),
  })({ required: true, multiple: true }),
};

/** The URLs that a command removes, at least one, whatever rules held when they were registered. */
export const urlsArg = {
  url: Args.string({ ignoreStdin: true, description: 'An absolute URL.', required: true, multiple: true }),
};

/** The import job that a command acts on. */
export const jobArg = {
  job: Args.string({ ignoreStdin: true, description: 'The ID of an import job.', required: true }),
};
