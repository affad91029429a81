import { Readable } from 'node:stream';

import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

import type { Directory } from '../../../src/lib/directory.js';
import { compileImport, type CompileInput } from '../../../src/lib/imports/compile/compile-import.js';
import type { CompiledImport } from '../../../src/lib/imports/compile/compiled-import.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type CognitoMock, mockCognito } from '../cognito/cognito-mock.js';

export const HEADER = [
  'given_name',
  'birthdate',
  'email',
  'email_verified',
  'phone_number_verified',
  'custom:tenant_id',
  'custom:role',
  'custom:department',
  'cognito:mfa_enabled',
  'cognito:username',
];

const SCHEMA = HEADER.filter((name) => !name.startsWith('cognito:')).map((Name) => ({
  Name,
  AttributeDataType: 'String' as const,
  Mutable: true,
}));

/** Mocks the service for a pool that can be imported into. */
export function mockImportPool(settings: Partial<UserPoolType> = {}): CognitoMock {
  const cognito = mockCognito();
  beforeEach(() => {
    cognito.answer('GetCSVHeader', { CSVHeader: HEADER, UserPoolId: SANDBOX_POOL_ID });
    cognito.answer('DescribeUserPool', {
      UserPool: { Id: SANDBOX_POOL_ID, Name: 'stackflow', SchemaAttributes: SCHEMA, ...settings },
    });
  });
  return cognito;
}

/** Compiles the text of a CSV file. */
export function compiled(
  directory: Directory,
  text: string,
  input: Partial<CompileInput> = {},
): Promise<CompiledImport> {
  return compileImport(directory, {
    source: Readable.from([Buffer.from(text)]),
    format: 'csv',
    defaults: { roles: [] },
    skipInvalid: false,
    ...input,
  });
}
