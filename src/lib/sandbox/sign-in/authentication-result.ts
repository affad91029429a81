import { defined } from '../../model/defined.js';
import type { OperationContext } from '../engine/operation.js';
import { recordDevice } from '../operations/users/devices.js';
import { unwrap } from '../state/draft.js';
import type { Finish, SignInStep } from './authentication.js';
import { newRefreshToken } from './sign-in-step.js';
import { issueTokens, type SignIn } from './tokens.js';

/** A sign-in through the API that has been completed, before its tokens are signed. */
interface Completed {
  readonly signIn: SignIn;
  /** The members of AuthenticationResult besides the signed tokens. */
  readonly result: object;
}

/** Completes a sign-in through the API: with a refresh token and, if the pool tracks them, a session and a device. */
export function completeWithTokens(deviceKey: string | undefined): Finish<Completed> {
  return (client, user, now) => {
    const device = recordDevice(client, user, deviceKey, now);
    const { text, originJti } = newRefreshToken(client, user, now);
    // A copy, because the user may change before the tokens are signed.
    const copy = structuredClone(unwrap(user));
    return {
      signIn: { ...client, user: copy, originJti, signedInAt: now, issuedAt: now },
      result: { RefreshToken: text, ...defined({ NewDeviceMetadata: device }) },
    };
  };
}

/** The response of an operation that starts or continues a sign-in: the next challenge, or the tokens. */
export async function signInResponse(context: OperationContext, step: SignInStep<Completed>): Promise<object> {
  if (step.challenge) return step.challenge;
  const { signIn, result } = step.finished;
  const tokens = await issueTokens(context, signIn);
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, ...result } };
}
