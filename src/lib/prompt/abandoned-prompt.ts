import type { Readable } from 'node:stream';

import { EXIT_OF_SIGNAL } from '../errors.js';

const SIGNALS = Object.keys(EXIT_OF_SIGNAL) as (keyof typeof EXIT_OF_SIGNAL)[];

export interface AbandonedPrompt {
  /** Aborted when the person abandons the question. */
  readonly signal: AbortSignal;
  /** Stops watching. */
  dispose(): void;
}

/**
 * Detects that a question was abandoned: stdin has ended or was closed, Ctrl-D was pressed on an empty line, or a signal
 * asks the process to end. inquirer handles only Ctrl-C: otherwise its promise stays pending, Node finds nothing left to
 * do, and the process exits with status 13 or even 0 in the middle of a command.
 *
 * Ctrl-Z followed by `fg` would have the same effect, since readline leaves its input paused, so the input is resumed.
 */
export function watchForAbandonment(input: Readable): AbandonedPrompt {
  const controller = new AbortController();
  let continued = false;
  const abandon = (): void => {
    controller.abort();
  };
  const onEnd = (): void => {
    // If the terminal was closed, readline's attempt to reset it would throw past every handler.
    Object.assign(input, { setRawMode: () => input });
    abandon();
  };
  const onKey = (_text: string | undefined, key?: { ctrl?: boolean; name?: string }): void => {
    if (key?.ctrl !== true || key.name !== 'd') return;
    // On an empty line readline closes, which pauses its input; elsewhere Ctrl-D deletes a character. After SIGCONT
    // readline believes that its input is paused already, and the two cases look the same.
    setImmediate(() => {
      if (continued || input.isPaused()) abandon();
    });
  };
  const onContinue = (): void => {
    continued = true;
    // After readline's own listener, which pauses the input.
    setImmediate(() => {
      input.resume();
    });
  };
  const ends = ['end', 'close'];
  for (const event of ends) input.on(event, onEnd);
  for (const signal of SIGNALS) process.on(signal, abandon);
  input.on('keypress', onKey);
  process.on('SIGCONT', onContinue);
  if (input.readableEnded || input.destroyed) abandon();
  return {
    signal: controller.signal,
    dispose: () => {
      for (const event of ends) input.off(event, onEnd);
      for (const signal of SIGNALS) process.off(signal, abandon);
      input.off('keypress', onKey);
      process.off('SIGCONT', onContinue);
      // Readline does not pause it again, for the same reason, and a flowing stdin would keep the process alive.
      if (continued) input.pause();
    },
  };
}
