import type { Applied } from './change.js';

/** The metadata of every answer of the service. */
export interface Answered {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** The result of a write that these answers confirm. */
export function written(...answers: readonly Answered[]): Applied {
  return { requestIds: requestIds(answers) };
}

/** AWS's IDs of the requests behind some answers. */
export function requestIds(answers: readonly Answered[]): string[] {
  return answers.flatMap(({ $metadata: { requestId } }) => requestId ?? []);
}
