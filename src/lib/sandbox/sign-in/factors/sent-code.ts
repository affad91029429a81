import { ServiceError } from '../../engine/service-error.js';
import { checkCode } from '../../outbox/codes.js';
import type { ChallengeCheck } from '../challenge-check.js';
import { factorChallenge } from '../challenges.js';
import { requireParameter } from '../client-access.js';
import { WrongProof } from '../lockout.js';

/** SMS_MFA. Throws CodeMismatchException, ExpiredCodeException, and LimitExceededException after too many wrong codes. */
export const checkSmsCode = codeCheck('SMS_MFA_CODE');

/** EMAIL_OTP. Throws as `checkSmsCode` does. */
export const checkEmailCode = codeCheck('EMAIL_OTP_CODE');

/** SELECT_MFA_TYPE: resumes the factor that the user has chosen. Throws MFAMethodNotFoundException. */
export const checkMfaChoice: ChallengeCheck = ({ responses }) => {
  const factor = requireParameter(responses, 'ANSWER');
  return Promise.resolve(({ context, client, user, now }) => {
    if (!user.mfa.methods.includes(factor)) {
      // The name is documented, the message is the sandbox's.
      throw new ServiceError('MFAMethodNotFoundException', `The user has no second factor ${factor}.`);
    }
    return factorChallenge(context, client, user, { factor, now });
  });
};

/** Wrong codes count towards the lockout, like wrong passwords (developer guide, MFA), and not as those of other codes. */
function codeCheck(parameter: string): ChallengeCheck {
  return ({ responses }) => {
    const code = requireParameter(responses, parameter);
    return Promise.resolve(({ context, user }) => {
      const { refusal } = checkCode(context, user, 'mfa', code);
      // Observed for SMS: https://github.com/aws-amplify/amplify-js/issues/3066
      if (refusal?.name === 'CodeMismatchException') {
        throw new WrongProof(refusal.name, 'Invalid code or auth state for the user.');
      }
      if (refusal) throw refusal;
      return 'all factors';
    });
  };
}
