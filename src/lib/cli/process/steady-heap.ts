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
 * @param grace milliseconds without a limit. Little garbage gathers in a second or two, and the limit costs a third more time
 *   there: it also keeps V8 from using the compiled code of the launcher for modules that are loaded later
 * @returns restores V8's defaults
 */
export function keepHeapSteady({ grace = 0 } = {}): () => void {
  let timer: NodeJS.Timeout | undefined;
  const limit = (): void => {
    setFlagsFromString('--optimize-for-size');
    limitYoungGeneration();
    timer = setInterval(limitYoungGeneration, PERIOD).unref();
  };
  let start: NodeJS.Timeout | undefined;
  if (grace > 0) start = setTimeout(limit, grace).unref();
  else limit();
  return () => {
    clearTimeout(start);
    if (timer === undefined) return;
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
