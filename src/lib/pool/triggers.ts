import type { Directory } from '../directory.js';
import type { ListView } from '../output/view.js';
import { memberAt } from '../conventions/settings/setting-field.js';
import { TRIGGERS } from './settings/trigger-settings.js';

/** A trigger of the user pool. The names are the JSON contract. */
export interface Trigger {
  /** As `pool set --trigger` takes it. */
  readonly trigger: string;
  /** The ARN of the function, with its version or alias if it has one. */
  readonly function: string | null;
  /** The version of the event that the function gets, if there are several. */
  readonly eventVersion: string | null;
  /** What it can do. */
  readonly purpose: string;
  /** When it runs. */
  readonly runs: string;
  /** Which of sf-admin's commands run it, and which do not although one might think so. */
  readonly commands: string;
}

type Facts = Pick<Trigger, 'purpose' | 'runs' | 'commands'>;

const SIGN_IN: Pick<Facts, 'commands'> = { commands: 'no command runs it' };
const CUSTOM: Pick<Facts, 'runs' | 'commands'> = { runs: 'in a sign-in with custom challenges', ...SIGN_IN };
const MESSAGES = 'users create, users resend-invite and users reset-password run it if they send a message';

/** From the developer guide (Lambda triggers) and the API reference (the Admin operations). */
const FACTS: Readonly<Record<string, Facts>> = {
  'pre-sign-up': {
    purpose: 'refuses a new user, or confirms one at once',
    runs: 'before a user is created',
    commands: 'users create runs it',
  },
  'pre-authentication': { purpose: 'refuses a sign-in', runs: 'before a password is checked', ...SIGN_IN },
  'post-authentication': { purpose: 'records a sign-in', runs: 'after a sign-in', ...SIGN_IN },
  'post-confirmation': {
    purpose: 'acts on a new user, such as a welcome message',
    runs: 'after a user has confirmed a sign-up or a forgotten password',
    commands: 'users create does not run it',
  },
  'pre-token-generation': {
    purpose: 'changes the claims of tokens',
    runs: 'before tokens are issued or refreshed',
    ...SIGN_IN,
  },
  'custom-message': { purpose: 'changes the text of a message', runs: 'before a message is sent', commands: MESSAGES },
  'user-migration': {
    purpose: 'takes a user over from another directory',
    runs: 'when an unknown user signs in or has forgotten the password',
    commands: 'users show and users create do not run it',
  },
  'define-auth-challenge': { purpose: 'chooses the next challenge', ...CUSTOM },
  'create-auth-challenge': { purpose: 'makes a challenge', ...CUSTOM },
  'verify-auth-challenge-response': { purpose: 'checks the response to a challenge', ...CUSTOM },
  'custom-sms-sender': { purpose: 'sends SMS', runs: 'instead of sending SMS', commands: MESSAGES },
  'custom-email-sender': { purpose: 'sends mail', runs: 'instead of sending mail', commands: MESSAGES },
  'inbound-federation': {
    purpose: 'changes the attributes from an identity provider',
    runs: 'in a sign-in through an identity provider',
    ...SIGN_IN,
  },
};

/** Where the version of the event is, for the triggers that have one. */
const VERSIONS: Readonly<Record<string, string>> = {
  'pre-token-generation': 'PreTokenGenerationConfig',
  'custom-sms-sender': 'CustomSMSSender',
  'custom-email-sender': 'CustomEmailSender',
  'inbound-federation': 'InboundFederation',
};

/** Every trigger of the user pool, with a function or without. @throws AdminError those of DescribeUserPool */
export async function listTriggers(directory: Directory): Promise<Trigger[]> {
  const settings = { LambdaConfig: (await directory.pool()).LambdaConfig };
  return Object.entries(TRIGGERS).map(([trigger, { read }]) => {
    const version = memberAt(settings, ['LambdaConfig', VERSIONS[trigger] ?? '', 'LambdaVersion']);
    return {
      trigger,
      function: read(settings) as string | null,
      eventVersion: (version ?? null) as string | null,
      ...(FACTS[trigger] ?? { purpose: '', runs: '', commands: '' }),
    };
  });
}

/** Triggers as rows. */
export const triggerList: ListView<Trigger> = {
  columns: [
    { key: 'trigger', header: 'trigger', value: ({ trigger }) => trigger },
    { key: 'function', header: 'function', value: (trigger) => trigger.function },
    { key: 'eventVersion', header: 'event version', value: ({ eventVersion }) => eventVersion },
    { key: 'purpose', header: 'purpose', value: ({ purpose }) => purpose },
    { key: 'runs', header: 'runs', value: ({ runs }) => runs },
    { key: 'commands', header: 'commands', value: ({ commands }) => commands },
  ],
  tableColumns: ['trigger', 'function', 'eventVersion', 'runs'],
  id: ({ trigger }) => trigger,
  json: (trigger) => trigger,
};
