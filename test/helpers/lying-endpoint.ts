import { ServiceError } from '../../src/lib/sandbox/engine/service-error.js';
import { errorReply, withEndpoint } from '../lib/cognito/fake-endpoint.js';
import type { Place } from './place.js';
import { askWeb } from './token-endpoint.js';

export type Json = Record<string, unknown>;

/** A request that the endpoint received. */
export interface AskedRequest {
  readonly operation: string;
  readonly input: Json;
}

/** A lie: what it answers to an operation, from which request for it on. `answer` gives the true answer. */
export interface Lie {
  readonly operation: string;
  /** The number of requests for the operation that are answered truly before. Default: none. */
  readonly after?: number;
  readonly lie: (answer: () => Promise<Json>, place: Place) => Json | Promise<Json>;
}

/** What an endpoint was asked. It can be set anew between two commands. */
export interface Witness {
  asked: AskedRequest[];
  /** How many answers were lies. An error of the service is passed on. */
  lies: number;
  lie: Lie | undefined;
}

/** Runs `work` with an endpoint over HTTP that passes every request on to the sandbox of the place, but for one lie. */
export function withLie<T>(
  place: Place,
  lie: Lie | undefined,
  work: (url: string, witness: Witness) => Promise<T>,
): Promise<T> {
  const witness: Witness = { asked: [], lies: 0, lie };
  const answerTo = async (operation: string, input: Json): Promise<Json> => {
    const answer = () => place.call(operation, input);
    const before = witness.asked.filter((request) => request.operation === operation).length;
    witness.asked.push({ operation, input });
    if (witness.lie?.operation !== operation || before < (witness.lie.after ?? 0)) return answer();
    const lied = await witness.lie.lie(answer, place);
    witness.lies += 1;
    return lied;
  };
  return withEndpoint(
    async ({ operation, line, text, headers }) => {
      if (line !== 'POST /') return askWeb(place, line, { headers, body: text });
      try {
        return { json: await answerTo(operation, JSON.parse(text) as Json) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return errorReply(error.name, error.message);
      }
    },
    (url) => work(url, witness),
  );
}
