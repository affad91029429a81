import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';

import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

import { AdminError } from '../../errors.js';
import { isLoopback } from '../../text/hosts.js';
import { PROXY_REFUSED } from '../errors/network-errors.js';
import { parsedUrl } from '../../text/parsed.js';

/** As the SDK's own agents. */
const OPTIONS = { keepAlive: true, maxSockets: 50 };

/**
 * Decides for each connection whether it goes through a proxy, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY: one client of the
 * SDK calls several services. A proxy cannot reach this machine, so it is not asked to.
 */
export class EnvironmentAgent extends Agent {
  private readonly direct = { http: new HttpAgent(OPTIONS), https: new HttpsAgent(OPTIONS) };
  private readonly proxied = new Map<string, Agent>();

  /** @param ca certificates to trust, in place of Node's */
  constructor(private readonly ca: string | undefined) {
    super(OPTIONS);
  }

  override connect(_request: ClientRequest, options: AgentConnectOpts): HttpAgent {
    // Here and not in the agents' options, which the proxy's agent drops.
    if (this.ca !== undefined) Object.assign(options, { ca: this.ca });
    const scheme = options.secureEndpoint ? 'https' : 'http';
    const host = options.host ?? 'localhost';
    const name = host.includes(':') ? `[${host}]` : host;
    const proxy = isLoopback(name) ? '' : getProxyForUrl(`${scheme}://${name}:${options.port}`);
    return proxy === '' ? this.direct[scheme] : this.through(withScheme(proxy, scheme));
  }

  private through(proxy: string): Agent {
    if (!/^https?:$/.test(parsedUrl(proxy)?.protocol ?? '')) {
      // Without the text, which may contain a password.
      throw new AdminError('USAGE', 'the proxy that the environment names is not a URL of http or https', {
        hint: 'Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY: http://HOST:PORT',
      });
    }
    const agent = this.proxied.get(proxy) ?? new Tunnel(proxy, { ...OPTIONS, ca: this.ca });
    this.proxied.set(proxy, agent);
    return agent;
  }
}

/** A proxy without a scheme is one of http, as for the AWS CLI; `getProxyForUrl` has added the scheme of the request. */
function withScheme(proxy: string, scheme: string): string {
  const bare = proxy.slice(`${scheme}://`.length);
  const variables = [`${scheme}_proxy`, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  return variables.some((name) => process.env[name] === bare) ? `http://${bare}` : proxy;
}

/**
 * Fails if the proxy refuses, whose answer would be taken for the service's. The code is that of a connection, see
 * `networkError`.
 */
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<Socket> {
    let status = 200;
    request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      status = statusCode;
    });
    const socket = await super.connect(request, options).catch((error: unknown) => {
      // Only the proxy has been called so far, which the message has to say.
      throw error instanceof Error ? Object.assign(error, { hostname: `the proxy ${this.proxy.host}` }) : error;
    });
    if (status === 200) return socket;
    throw Object.assign(new Error('the proxy refused the connection'), { code: `${PROXY_REFUSED}${status}` });
  }
}
