import type { EditableSettings, SettingsReading } from '../changes/settings/edit-settings.js';
import { commandLine, type Directory } from '../directory.js';
import { type AppClient, clientSettings } from '../model/app-client.js';
import { readClient } from './read-client.js';

export interface ClientSettingsReading extends SettingsReading {
  readonly client: AppClient;
}

/** The settings of an app client (DescribeUserPoolClient, UpdateUserPoolClient); the context's if no ID is given. */
export function editableClient(directory: Directory, clientId?: string): EditableSettings<ClientSettingsReading> {
  return {
    noun: 'app client',
    read: async () => {
      const { client, unmodelled } = await readClient(directory, clientId);
      const label = client.ClientName ?? client.ClientId;
      const target = { kind: 'client', id: client.ClientId, label, tenantId: null } as const;
      return { client, target, settings: { ...clientSettings(client) }, unmodelled };
    },
    write: async (after) => {
      const { $metadata } = await directory.cognito.call('UpdateUserPoolClient', after as { ClientId: string });
      return { requestIds: $metadata.requestId === undefined ? [] : [$metadata.requestId] };
    },
    showCommand: commandLine(directory, 'client describe'),
  };
}
