import { AdminError } from '../../../src/lib/errors.js';

/** What an error says to a person, whole; anything but an AdminError is a defect and thrown on. */
export interface Refusal {
  code: string;
  message: string;
  hint: string | undefined;
}

export function refusal(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    return toRefusal(error);
  }
  throw new Error('was not refused');
}

export async function rejection(act: Promise<unknown>): Promise<Refusal> {
  let result: unknown;
  try {
    result = await act;
  } catch (error) {
    return toRefusal(error);
  }
  throw new Error(`was not refused: ${JSON.stringify(result)}`);
}

/** What an error says to a person, whole. */
export function toRefusal(error: unknown): Refusal {
  if (!(error instanceof AdminError)) throw error;
  return { code: error.code, message: error.message, hint: error.hint };
}
