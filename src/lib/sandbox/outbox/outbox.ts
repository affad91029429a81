/**
 * outbox/ stands in for mail and SMS: this file keeps the messages that Cognito would send, message-text.ts writes them,
 * codes.ts sends and checks the codes in them.
 */
import type { OperationContext } from '../engine/operation.js';
import { ServiceError } from '../engine/service-error.js';
import { unwrap } from '../state/draft.js';
import { hasGeneratedNames, own } from '../state/lookup.js';
import type { AddressAttribute, MessageKind, MessageState } from '../state/outbox-state.js';
import type { PoolState, UserState } from '../state/state.js';
import { messageText } from './message-text.js';

/** How many messages of a pool are kept: enough for a run that invites a thousand users. */
export const KEPT_MESSAGES = 1000;

/** What a message needs to know about the request that causes it. */
export type SendContext = Pick<OperationContext, 'now' | 'origin' | 'limits'>;

export interface Message {
  readonly kind: MessageKind;
  readonly attribute: AddressAttribute;
  /** The code, or the temporary password. */
  readonly secret: string;
  /** Default: the user's `attribute`. */
  readonly to?: string | undefined;
  /** For a message with a link instead of a code. */
  readonly link?: string | undefined;
}

/** `CodeDeliveryDetailsType`: where a message went, with most of the address masked. */
export interface Delivery {
  readonly Destination: string;
  readonly DeliveryMedium: MessageState['medium'];
  readonly AttributeName: AddressAttribute;
}

/**
 * Puts a message to `user` into the outbox of `pool`, a draft of the store, and drops the oldest one above the limit.
 * Throws LimitExceededException if Cognito's own sender has sent all the emails of its day.
 */
export function sendMessage(context: SendContext, pool: PoolState, user: UserState, message: Message): Delivery {
  const { kind, attribute, secret, link, to = user.attributes[attribute] ?? '' } = message;
  const medium = attribute === 'email' ? 'EMAIL' : 'SMS';
  const at = context.now().getTime();
  if (medium === 'EMAIL' && context.limits.mailQuota) checkMailQuota(pool, at);
  const content = messageText(pool, kind, medium, { secret, name: nameForSignIn(pool, user), link });
  pool.outbox ??= {};
  const numbers = Object.keys(unwrap(pool.outbox));
  for (const oldest of numbers.slice(0, Math.max(0, numbers.length - KEPT_MESSAGES + 1))) {
    Reflect.deleteProperty(pool.outbox, oldest);
  }
  pool.outbox[Number(numbers.at(-1) ?? 0) + 1] = { at, username: user.username, kind, medium, to, ...content };
  return deliveryTo(attribute, to);
}

/** Observed: `j***@e***` and `+*******1234`, with a star for each digit but the last four. */
export function deliveryTo(attribute: AddressAttribute, to: string): Delivery {
  if (attribute === 'email') {
    const [local = '', domain = ''] = to.split('@');
    const Destination = `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
    return { Destination, DeliveryMedium: 'EMAIL', AttributeName: attribute };
  }
  const digits = to.replace(/^\+/, '');
  const Destination = `+${digits.slice(0, -4).replaceAll(/./g, '*')}${digits.slice(-4)}`;
  return { Destination, DeliveryMedium: 'SMS', AttributeName: attribute };
}

/** Undocumented: in a pool with generated user names, an invitation names the address, which is what the user knows. */
function nameForSignIn(pool: PoolState, { username, attributes }: UserState): string {
  if (!hasGeneratedNames(pool)) return username;
  const [address] = (pool.settings.UsernameAttributes ?? []).flatMap((name) => own(attributes, name) ?? []);
  return address ?? username;
}

const DAY_MS = 86_400_000;
const MAILS_A_DAY = 50;

/**
 * Documented: Cognito's own sender sends 50 emails a day. What counts here are those of the last 24 hours. The message is
 * Cognito's, as in https://github.com/rahulpsd18/cognito-backup-restore/issues/46
 */
function checkMailQuota({ settings, outbox = {} }: PoolState, now: number): void {
  if (settings.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER') return;
  const today = Object.values(unwrap(outbox)).filter(({ medium, at }) => medium === 'EMAIL' && at > now - DAY_MS);
  if (today.length < MAILS_A_DAY) return;
  throw new ServiceError(
    'LimitExceededException',
    'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure ' +
      'your user pool to use your own Amazon SES configuration for sending email.',
  );
}
