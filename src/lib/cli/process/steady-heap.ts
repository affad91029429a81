import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * The size in bytes up to which V8's young generation may grow. With less, it is collected so often that a check of many
 * users takes half as long again; with more, memory grows without saving time.
 */
const YOUNG_GENERATION = 4 * 1024 * 1024;

/** Milliseconds between two looks at the size. V8 takes longer to double it. */
const PERIOD = 50;

/**
 * Keeps the heap of a long command near what it needs, at the cost of some time. V8 otherwise lets more garbage gather
 * and enlarges the young generation: exporting 200,000 users would take a third more memory than 10,000, although no
 * more users are held. The two flags may be changed at run time
 * (https://nodejs.org/api/v8.html#v8setflagsfromstringflags). V8 shrinks the young generation when it saves memory, so
 * its size is looked at again and again.
 *
 * @returns restores V8's defaults
 */
export function keepHeapSteady(): () => void {
  setFlagsFromString('--optimize-for-size');
  limitYoungGeneration();
  const timer = setInterval(limitYoungGeneration, PERIOD).unref();
  return () => {
    clearInterval(timer);
    setFlagsFromString('--no-optimize-for-size');
    setFlagsFromString('--semi-space-growth-factor=2');
  };
}

/** Keeps the heap steady while `work` runs. */
export async function withSteadyHeap<T>(work: () => Promise<T>): Promise<T> {
  const restoreHeap = keepHeapSteady();
  try {
    return await work();
  } finally {
    restoreHeap();
  }
}

function limitYoungGeneration(): void {
  const size = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
  setFlagsFromString(`--semi-space-growth-factor=${size < YOUNG_GENERATION ? 2 : 1}`);
}
