import type { BatchOptions, Phase } from './run.js';

/** Does what may take long, and has it watched meanwhile. */
export async function during<T>(
  { watch }: Pick<BatchOptions, 'watch'>,
  phase: Phase,
  work: (progress: Phase) => Promise<T>,
): Promise<T> {
  const end = watch(phase);
  try {
    return await work(phase);
  } finally {
    end();
  }
}
