import type { Readable } from 'node:stream';

export interface AbandonedPrompt {
  /** Aborted when the person leaves. */
  readonly signal: AbortSignal;
  /** Stops watching. */
  dispose(): void;
}

interface Key {
  readonly ctrl?: boolean;
  readonly name?: string;
}

/**
 * Watches, while a question is open, for a person who leaves without an answer: stdin ends or is closed, or
 * Ctrl-D on an empty line. inquirer heeds none of these: its promise stays open, Node finds nothing left to do, and
 * the process ends with status 13 or even 0 in the middle of a command. (Ctrl-C it does heed.)
 *
 * Ctrl-Z and `fg` would end it in the same way, since readline leaves its input paused then, so the question is
 * taken up again.
 */
export function watchForAbandonment(input: Readable): AbandonedPrompt {
  const controller = new AbortController();
  let continued = false;
  const leave = (): void => {
    controller.abort();
  };
  const onKey = (_text: string | undefined, key: Key | undefined): void => {
    if (key?.ctrl !== true || key.name !== 'd') return;
    // On an empty line readline closes, and with that pauses its input; elsewhere Ctrl-D deletes a character.
    // Once continued it holds its input for paused already, and the two cannot be told apart.
    setImmediate(() => {
      if (continued || input.isPaused()) leave();
    });
  };
  const onContinue = (): void => {
    continued = true;
    // After readline's own listener, which is what pauses.
    setImmediate(() => {
      input.resume();
    });
  };
  const ends = ['end', 'close'];
  for (const event of ends) input.on(event, leave);
  input.on('keypress', onKey);
  process.on('SIGCONT', onContinue);
  if (input.readableEnded || input.destroyed) leave();
  return {
    signal: controller.signal,
    dispose: () => {
      for (const event of ends) input.off(event, leave);
      input.off('keypress', onKey);
      process.off('SIGCONT', onContinue);
      // For the same reason readline does not pause it again, and a flowing stdin would keep the process alive.
      if (continued) input.pause();
    },
  };
}
