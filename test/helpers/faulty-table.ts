import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to requests on their way to a table. */
export type TableFault = 'throttled' | 'dropped' | 'lost';

const FAULTS: readonly TableFault[] = ['throttled', 'dropped', 'lost'];

export interface FaultyTable {
  readonly url: string;
  /** How many requests had which fault. */
  readonly faults: Readonly<Record<TableFault, number>>;
  readonly close: () => Promise<void>;
}

/**
 * Stands between clients and a table. Of the requests, a share is refused since there are too many, is cut off before
 * it arrives, or is cut off after the table has carried it out.
 *
 * @param share of the requests that have one of the faults, from 0 to 1
 */
export async function faultyTable(target: string, share: number): Promise<FaultyTable> {
  const faults = { throttled: 0, dropped: 0, lost: 0 };
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const fault = Math.random() < share ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : undefined;
    if (fault !== undefined) faults[fault] += 1;
    if (fault === 'dropped') incoming.socket.destroy();
    else if (fault === 'throttled') throttle(incoming, outgoing);
    else forward(incoming, outgoing, fault === 'lost');
  });

  function forward(incoming: IncomingMessage, outgoing: ServerResponse, isLost: boolean): void {
    const { method, headers } = incoming;
    const onward = request(target, { method, headers, agent }, (answer) => {
      if (isLost) {
        answer.resume();
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    close: async () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

function throttle(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume().on('end', () => {
    outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    const type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
    outgoing.end(JSON.stringify({ __type: type, message: 'too many requests' }));
  });
}
