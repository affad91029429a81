import { Args } from '@oclif/core';

import { parseGroupName } from '../conventions/group-name.js';
import { parseClientUrl } from '../conventions/client-url.js';
import { parseProviderName } from '../conventions/provider-name.js';
import type { ClientUrl } from '../model/names.js';
import { AdminError } from '../errors.js';
import { parsePasted } from '../text/pasted-text.js';

// Every argument sets `ignoreStdin`: the parser would read a missing one from a pipe, and a pipe may hold a password, or
// the users for `--from`. test/contract/flags.test.ts checks it.

const USER = { ignoreStdin: true, description: 'Email address, sub or user name.' };

/** The one user that a command acts on. */
export const userArg = { user: Args.string({ ...USER, required: true }) };

/** The one user that a command acts on, unless `--from` gives several. */
export const userOrFromArg = { user: Args.string({ ...USER, required: false }) };

/** The users that a command acts on: at least one, unless `--from` gives them. */
export const usersArg = { user: Args.string({ ...USER, required: false, multiple: true }) };

/** The URLs to register, each checked by Cognito's rules before anything is read: INVALID_URL. */
export const newUrlsArg = {
  url: Args.custom<ClientUrl>({
    ignoreStdin: true,
    description: 'Absolute URL.',
    parse: (text) => Promise.resolve(parseClientUrl(text)),
  })({ required: true, multiple: true }),
};

/** The URLs to remove. They are not checked: other rules may have been in force when they were registered. */
export const urlsArg = {
  url: Args.string({ ignoreStdin: true, description: 'Absolute URL.', required: true, multiple: true }),
};

/** The import job that a command acts on. */
export const jobArg = {
  job: Args.string({
    ignoreStdin: true,
    description: 'Import job ID.',
    required: true,
    parse: (text) => Promise.resolve(parsePasted(text, 'import job', 'USAGE')),
  }),
};

const GROUP = {
  ignoreStdin: true,
  description: 'Name of the group.',
  required: true,
  parse: (text: string) => Promise.resolve(parseGroupName(text)),
} as const;

/** A group of the user pool. */
export const groupArg = { group: Args.string(GROUP) };

/** A secret of the app client, by its ID: never by its value. */
export const secretArg = {
  id: Args.string({
    ignoreStdin: true,
    description: 'ID of the secret; see: sf-admin client secrets list.',
    required: true,
    parse: (text) => Promise.resolve(parseSecretId(text)),
  }),
};

/** Not repeated in the error, since it may be the value of a secret. */
function parseSecretId(text: string): string {
  const id = text.trim();
  if (/^[\w+]+--\d+$/.test(id)) return id;
  throw new AdminError('USAGE', 'what was given is not the ID of a secret, which is CLIENT_ID--TIME', {
    hint: 'To list the IDs: sf-admin client secrets list. If it was the value of a secret, it is in the history of the shell now.',
  });
}

/** A tenant. It is parsed by the conventions of the context, when that is open. */
export const tenantArg = {
  id: Args.string({ ignoreStdin: true, description: 'Tenant ID; see: sf-admin tenant list.', required: true }),
};

/** An identity provider of the user pool. */
export const providerArg = {
  provider: Args.string({
    ignoreStdin: true,
    description: 'Name of the identity provider.',
    required: true,
    parse: (text) => Promise.resolve(parseProviderName(text)),
  }),
};

/** A context that exists. */
export const contextArg = {
  name: Args.string({ ignoreStdin: true, description: 'Context name; see: sf-admin context list.', required: true }),
};

/** A file that --plan-out has saved. */
export const planArg = {
  file: Args.string({ ignoreStdin: true, description: 'File that --plan-out has saved.', required: true }),
};

const RECORD = {
  ignoreStdin: true,
  description: 'Record ID, or at least six characters of its start or end.',
  parse: (text: string) => Promise.resolve(parsePasted(text, 'record', 'USAGE')),
};

/** A record of the history. */
export const recordArg = { id: Args.string({ ...RECORD, required: true }) };

/** A record of the history, unless `--run` gives a run. */
export const recordOrRunArg = { id: Args.string(RECORD) };
