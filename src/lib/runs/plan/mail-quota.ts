import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';

/** Mails a day that Cognito's own sender sends for a pool ("Quotas in Amazon Cognito", email messages). */
const DAILY_MAILS = 50;

/**
 * Refuses more mails than the pool's sender may send in a day: from the fifty-first on each would fail, and whoever is
 * not among the first fifty would not be told.
 *
 * @throws AdminError MAIL_QUOTA
 */
export async function assertMailQuota(directory: Directory, mails: number): Promise<void> {
  if (mails <= DAILY_MAILS) return;
  const { EmailConfiguration } = await directory.pool();
  // DEVELOPER stands for the customer's own SES, whose quota is another and not told here.
  if (EmailConfiguration?.EmailSendingAccount === 'DEVELOPER') return;
  throw new AdminError(
    'MAIL_QUOTA',
    `this would cause ${mails} mails, and the user pool's sender sends ${DAILY_MAILS} a day`,
    {
      hint:
        'Nothing was written. Have the pool send through Amazon SES, leave the mails out where the command lets you\n' +
        `(--no-invite, --generate-password), or give at most ${DAILY_MAILS} rows a day.`,
    },
  );
}
