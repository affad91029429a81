import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type ClientSummary, listClients } from './list-clients.js';
import { type ClientReading, readClient } from './read-client.js';

/** An app client of the pool. */
export interface ListedClient extends ClientReading {
  /** Whether it is the context's app client. */
  readonly current: boolean;
}

/**
 * Every app client of the pool, each read when the previous one has been used. One that is deleted after it was listed is
 * left out.
 *
 * @param onDeleted gets each app client that is left out
 * @throws AdminError BAD_RESPONSE
 */
export async function* readClients(
  directory: Directory,
  onDeleted: (client: ClientSummary) => void = () => undefined,
): AsyncGenerator<ListedClient, void, undefined> {
  for await (const listed of listClients(directory)) {
    const reading = await unlessDeleted(readClient(directory, listed.clientId));
    if (reading === undefined) onDeleted(listed);
    else yield { ...reading, current: listed.current };
  }
}

async function unlessDeleted(reading: Promise<ClientReading>): Promise<ClientReading | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AdminError && error.code === 'CLIENT_NOT_FOUND') return undefined;
    throw error;
  }
}
