import { expect } from 'chai';

import type { ConnectionFlags } from '../../../src/lib/cli/flags/connection.js';
import { openFromFlags } from '../../../src/lib/cli/open-directory.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import type { Context } from '../../../src/lib/config/context.js';
import type { EndpointUrl } from '../../../src/lib/model/names.js';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';
import { ScriptedPrompter } from '../../helpers/scripted-prompter.js';
import { awsEnvironment } from '../cognito/environment.js';
import { rejection } from '../conventions/refusal.js';

function open(flags: ConnectionFlags, prompter?: Prompter, current: Context = BUILT_IN_CONTEXTS[0]!) {
  return openFromFlags(flags, {
    contexts: {
      contexts: new Map([...BUILT_IN_CONTEXTS, current].map((context) => [context.name, context])),
      current: current.name,
      file: '/config.yaml',
      complete: { recent: true, live: false },
    },
    dataFolder: '/data',
    prompter,
    note: () => undefined,
    interrupt: new AbortController().signal,
  });
}

describe('opening a directory from flags', () => {
  const environment = awsEnvironment();

  it('acts on the context given', async () => {
    expect((await open({ context: 'stackflow' })).context.name).to.equal('stackflow');
  });

  it('repeats the flags that name the directory in suggested commands, quoted, and no others', async () => {
    const flags = { config: 'my config.yaml', context: 'sandbox', tenant: 'tenant_001', timeout: 5 };
    expect((await open(flags)).flagsToRepeat).to.equal(
      "--config 'my config.yaml' --context sandbox --tenant tenant_001",
    );
  });

  it('passes the timeout on in milliseconds', async () => {
    expect((await open({ timeout: 5 })).endpoint.timeoutMs).to.equal(5_000);
  });

  it('asks for an MFA code on a terminal', async () => {
    const prompter = new ScriptedPrompter(['123456']);
    const { endpoint } = await open({}, prompter);
    expect(await endpoint.mfaCode('arn:mfa')).to.equal('123456');
  });

  it('fails if an MFA code is needed and there is no terminal to ask on', async () => {
    const { endpoint } = await open({});
    const error: unknown = await endpoint.mfaCode('arn:mfa').catch((e: unknown) => e);
    expect(error).to.include({
      code: 'NO_CREDENTIALS',
      message: 'the AWS role requires an MFA code from arn:mfa, and there is no terminal to ask on',
    });
  });

  it('refuses plain http to another machine, whichever setting names it, unless the context allows it', async () => {
    const contexts: [Partial<Context>, ConnectionFlags, Record<string, string>][] = [
      [{ endpointUrl: 'http://emulator:9229' }, {}, {}],
      [{}, { 'endpoint-url': 'http://emulator:9229' as EndpointUrl }, {}],
      [{}, {}, { AWS_ENDPOINT_URL: 'http://emulator:9229' }],
      [{}, {}, { AWS_ENDPOINT_URL_STS: 'http://emulator:9229' }],
    ];
    const FIX = 'Use https. If you trust the network in between, use a context with allowHttp: true.';
    const message = 'requests to http://emulator:9229 would not be encrypted';
    for (const [context, flags, variables] of contexts) {
      environment.set(variables);
      const stackflow = { ...BUILT_IN_CONTEXTS[1]!, ...context };
      const { code, message: found, hint } = await rejection(open(flags, undefined, stackflow));
      expect([code, found, hint]).to.deep.equal(['USAGE', message, FIX]);
      expect((await open(flags, undefined, { ...stackflow, allowHttp: true })).context.name).to.equal('stackflow');
    }
  });

  for (const host of ['localhost', '127.0.0.1', '127.8.9.10', '[::1]']) {
    it(`allows plain http to this machine: ${host}`, async () => {
      const flags = { 'endpoint-url': `http://${host}:9229` as EndpointUrl };
      expect((await open(flags, undefined, BUILT_IN_CONTEXTS[1])).endpoint.url).to.equal(flags['endpoint-url']);
    });
  }
});
