import type { OperationContext } from '../engine/operation.js';
import type { ChallengeState } from '../state/sign-in-state.js';
import type { UserState } from '../state/state.js';
import type { Challenge, Passed } from './challenges.js';
import type { ClientInPool } from './client-access.js';

/** Who wants to sign in, and where. The app client has been checked, and its secret hash too if there is one. */
export interface Person {
  readonly clientId: string;
  /** What the person has typed: a user name or an address. */
  readonly username: string;
}

/** The answer to a challenge. */
export interface Answer extends Person {
  readonly challenge: string;
  readonly session: string;
  readonly responses: Readonly<Record<string, string>>;
}

/** Where an answer is checked, in the update of the state; `client` and `user` are drafts. */
export interface AnswerSituation {
  readonly context: OperationContext;
  readonly client: ClientInPool;
  readonly user: UserState;
  readonly challenge: ChallengeState;
  readonly now: number;
}

/**
 * Prepares the check of an answer before the update of the state, and returns the check, which throws why the answer is
 * refused, tells which factors have been accepted with it, or gives the next challenge of the same factor.
 */
export type ChallengeCheck = (answer: Answer) => Promise<(situation: AnswerSituation) => Checked | Promise<Checked>>;

type Checked = Passed | Challenge;
