import { operation } from '../../engine/operation.js';
import { PASSWORD } from '../../engine/parameters.js';
import { notAuthorized } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { attemptsRefusal, countFailure } from '../../outbox/codes.js';
import { newPassword, setPassword } from '../../sign-in/new-password.js';
import { passwordMatches } from '../../sign-in/password.js';
import { changeHolder, ONE_TOKEN } from './account-operation.js';

const Request = structure({ ...ONE_TOKEN, PreviousPassword: PASSWORD, ProposedPassword: required(PASSWORD) });

/**
 * The tokens of the user stay valid. Documented: a user without a password sets the first one, and sends no previous one.
 * Undocumented: how a federated user, who never has one, is refused.
 */
export const ChangePassword = operation(Request, async (context, input) => {
  const proposed = await newPassword(input.ProposedPassword);
  return changeHolder(context, input, async (request) => {
    const { user } = request;
    if (user.status === 'EXTERNAL_PROVIDER') throw notAuthorized('User password cannot be set in the current state.');
    const tooMany = attemptsRefusal(context, user, 'password-change');
    if (tooMany) return tooMany;
    if (user.password && !(await passwordMatches(input.PreviousPassword ?? '', user.password))) {
      countFailure(context, user, 'password-change');
      return notAuthorized('Incorrect username or password.');
    }
    await setPassword(request, user, proposed);
    user.modifiedAt = request.time;
    return {};
  });
});
