import { PASSWORD } from '../../engine/parameters.js';
import { notAuthorized } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { attemptsRefusal, countFailure } from '../../outbox/codes.js';
import { checkPassword, hashPassword, passwordMatches } from '../../sign-in/password.js';
import { ONE_TOKEN, tokenChange } from './account-operation.js';

const Request = structure({ ...ONE_TOKEN, PreviousPassword: PASSWORD, ProposedPassword: required(PASSWORD) });

/** The tokens of the user stay valid. Documented: a user without a password sets the first one, and sends no previous one. */
export const ChangePassword = tokenChange(Request, async ({ context, pool, user, input, time }) => {
  const tooMany = attemptsRefusal(context, user, 'password-change');
  if (tooMany) return tooMany;
  if (user.status === 'EXTERNAL_PROVIDER') throw notAuthorized('User password cannot be changed in the current state.');
  const { password } = user;
  if (password && !(await passwordMatches(input.PreviousPassword ?? '', password))) {
    countFailure(context, user, 'password-change');
    return notAuthorized('Incorrect username or password.');
  }
  checkPassword(input.ProposedPassword, pool.settings.Policies?.PasswordPolicy);
  user.password = await hashPassword(input.ProposedPassword);
  user.modifiedAt = time;
  return {};
});
