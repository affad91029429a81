import { mock } from 'node:test';

/** Does something as if it were so many hours earlier. */
export async function hoursAgo<T>(hours: number, work: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ['Date'], now: Date.now() - hours * 3_600_000 });
  try {
    return await work();
  } finally {
    mock.timers.reset();
  }
}
