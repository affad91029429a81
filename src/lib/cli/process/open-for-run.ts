import type { Directory } from '../../directory.js';
import { noteBelow } from '../../output/notes.js';
import type { Streams } from '../../output/streams.js';
import { DEFAULT_CONCURRENCY, type RunFlags } from '../flags/run.js';
import type { Invocation } from '../invocation.js';
import type { OpenOptions } from '../open-directory.js';
import { interruptSignals } from './interrupt.js';

type OpenForRun = Pick<Invocation, 'streams' | 'openForChange'> & {
  readonly flags: Partial<Pick<RunFlags, 'rate' | 'max-concurrency'>>;
};

/** Opens the directory for many changes. `stop` aborts at the first Ctrl-C, which is announced. */
export async function openForRun(
  { flags, streams, openForChange }: OpenForRun,
  place: Pick<OpenOptions, 'context' | 'tenant'> = {},
): Promise<{ directory: Directory; stop: AbortSignal }> {
  const { stop, interrupt } = announcedInterrupts(streams);
  const maxConcurrency = flags['max-concurrency'] ?? DEFAULT_CONCURRENCY;
  return { directory: await openForChange({ ...place, pace: { rate: flags.rate, maxConcurrency }, interrupt }), stop };
}

/** The signals of many changes, announced at the first Ctrl-C: see `interruptSignals`. */
export function announcedInterrupts(streams: Streams): ReturnType<typeof interruptSignals> {
  const signals = interruptSignals();
  signals.stop.addEventListener('abort', () => {
    // SIGTERM and SIGHUP come from programs as well, and no person reads how to press a key.
    const again = streams.errIsTTY ? ' Press Ctrl-C again to abort.' : '';
    noteBelow(streams, `Stopping after the requests in progress.${again}`);
  });
  return signals;
}
