import type { RunOptions, Phase } from './run.js';

/** Does what may take long, and has it watched meanwhile. */
export async function withProgress<T>(
  { watch }: Pick<RunOptions, 'watch'>,
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
