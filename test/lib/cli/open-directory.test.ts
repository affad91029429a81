import { expect } from 'chai';

import type { ConnectionFlags } from '../../../src/lib/cli/flags/connection.js';
import { openFromFlags } from '../../../src/lib/cli/open-directory.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';
import { ScriptedPrompter } from '../../helpers/scripted-prompter.js';

function open(flags: ConnectionFlags, prompter?: Prompter) {
  return openFromFlags(flags, {
    contexts: {
      contexts: new Map(BUILT_IN_CONTEXTS.map((context) => [context.name, context])),
      current: 'sandbox',
      file: '/config.yaml',
    },
    dataFolder: '/data',
    prompter,
    note: () => undefined,
    interrupt: new AbortController().signal,
  });
}

describe('opening a directory from flags', () => {
  it('acts on the context given', () => {
    expect(open({ context: 'stackflow' }).context.name).to.equal('stackflow');
  });

  it('repeats the flags that name the directory in suggested commands, quoted, and no others', () => {
    const flags = { config: 'my config.yaml', context: 'sandbox', tenant: 'tenant_001', timeout: 5 };
    expect(open(flags).flagsToRepeat).to.equal("--config 'my config.yaml' --context sandbox --tenant tenant_001");
  });

  it('passes the timeout on in milliseconds', () => {
    expect(open({ timeout: 5 }).endpoint.timeoutMs).to.equal(5_000);
  });

  it('asks for an MFA code on a terminal', async () => {
    const prompter = new ScriptedPrompter(['123456']);
    expect(await open({}, prompter).endpoint.mfaCode('arn:mfa')).to.equal('123456');
  });

  it('fails if an MFA code is needed and there is no terminal to ask on', async () => {
    const error: unknown = await open({})
      .endpoint.mfaCode('arn:mfa')
      .catch((e: unknown) => e);
    expect(error).to.include({
      code: 'NO_CREDENTIALS',
      message: 'the AWS role requires an MFA code from arn:mfa, and there is no terminal to ask on',
    });
  });
});
