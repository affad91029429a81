import { AdminError } from '../errors.js';
import { timeToCome } from '../text/point-in-time.js';
import { quoted } from '../text/quoted.js';

const DAY = 86_400_000;

/** Days that a role can be given for: a quarter, after which somebody reviews who holds it. */
export const LONGEST_DAYS = 92;

/** A time to come, and the text that it was read from. */
export interface Until {
  readonly text: string;
  /** ISO 8601, UTC, in whole seconds. */
  readonly at: string;
}

/**
 * When a role is to be taken back: after a duration such as `30m`, `4h` or `3d`, or at a time in ISO 8601.
 *
 * @throws AdminError USAGE if it is neither, has passed, or is too far away
 */
export function parseUntil(text: string, now: Date): Until {
  const time = timeToCome(text.trim(), now);
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw new AdminError('USAGE', `invalid time ${quoted(text)} for --until`, {
      hint: 'Use a duration such as 30m, 4h or 3d, or a time in UTC such as 2026-11-20T18:00Z.',
    });
  }
  time.setUTCMilliseconds(0);
  if (time <= now) {
    throw new AdminError('USAGE', `--until ${quoted(text)} has passed`, {
      hint: `It is ${now.toISOString()} now. Use a duration such as 4h, or a later time.`,
    });
  }
  if (time.getTime() - now.getTime() > LONGEST_DAYS * DAY) {
    throw new AdminError('USAGE', `--until ${quoted(text)} is more than ${LONGEST_DAYS} days away`, {
      hint: 'For a role without an end: sf-admin users set-attributes USER --add-role ROLE',
    });
  }
  return { text: text.trim(), at: time.toISOString().replace('.000Z', 'Z') };
}
