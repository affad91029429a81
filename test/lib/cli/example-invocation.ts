import type { ChangeFlags } from '../../../src/lib/cli/flags/change.js';
import type { OutputFlags } from '../../../src/lib/cli/flags/output.js';
import type { RunFlags } from '../../../src/lib/cli/flags/run.js';
import type { Invocation } from '../../../src/lib/cli/invocation.js';
import { consolePagesOf } from '../../../src/lib/cli/open-directory.js';
import type { Directory } from '../../../src/lib/directory.js';
import { EXIT, type ExitCode } from '../../../src/lib/errors.js';
import { note, warn } from '../../../src/lib/output/notes.js';
import type { Streams } from '../../../src/lib/output/streams.js';
import { type Answer, ScriptedPrompter } from '../../helpers/scripted-prompter.js';
import { memoryStreams } from '../output/memory-streams.js';

type Flags = OutputFlags & ChangeFlags & RunFlags;

/** The flags as the parser gives them for a command line without any. */
const NO_FLAGS: Flags = {
  ...{
    output: 'table',
    json: false,
    quiet: false,
    'no-header': false,
    'raw-csv': false,
    query: undefined,
    template: undefined,
    'no-color': false,
  },
  ...{ debug: false, config: undefined, context: undefined, 'pool-id': undefined, 'client-id': undefined },
  ...{
    region: undefined,
    profile: undefined,
    'endpoint-url': undefined,
    timeout: undefined,
    tenant: undefined,
  },
  ...{ 'dry-run': false, yes: false, confirm: undefined, reason: undefined, 'no-input': false, from: undefined },
  'plan-out': undefined,
  ...{
    'input-format': undefined,
    'skip-invalid': false,
    'print-template': false,
    resume: false,
    rate: undefined,
    ordered: false,
  },
  ...{ 'max-concurrency': undefined, failures: undefined, 'max-failures': undefined },
};

interface Options {
  readonly directory?: Directory;
  /** The person's answers; without them there is no terminal to ask on. */
  readonly answers?: readonly Answer[];
  readonly streams?: Partial<Streams>;
  readonly words?: readonly string[];
}

export interface ExampleInvocation {
  readonly invocation: Invocation<Flags>;
  readonly out: () => string;
  readonly err: () => string;
  readonly exitStatus: () => ExitCode;
  readonly hasWritten: () => boolean;
}

/** An invocation with these flags, and what the command did with it. */
export function exampleInvocation(flags: Partial<Flags> = {}, options: Options = {}): ExampleInvocation {
  const { directory, answers, words = [] } = options;
  const { streams, out, err } = memoryStreams(options.streams);
  let exitStatus: ExitCode = EXIT.done;
  let hasWritten = false;
  const open = () =>
    directory === undefined ? Promise.reject(new Error('the test opens no directory')) : Promise.resolve(directory);
  return {
    invocation: {
      flags: { ...NO_FLAGS, ...flags },
      streams,
      prompter: answers && new ScriptedPrompter(answers),
      words,
      open,
      openForChange: open,
      startChange: (opened) => Promise.resolve(opened),
      consolePages: async () => directory && (await consolePagesOf(directory)),
      note: (text) => {
        note(streams, text);
      },
      warn: (text) => {
        warn(streams, text);
      },
      onWrite: () => {
        hasWritten = true;
      },
      exitWith: (status) => {
        exitStatus = status;
      },
    },
    out,
    err,
    exitStatus: () => exitStatus,
    hasWritten: () => hasWritten,
  };
}
