import { expect } from 'chai';
import fc from 'fast-check';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import { ServiceError } from '../../../../src/lib/sandbox/engine/service-error.js';
import { ANA, Sandbox } from '../harness.js';

describe('the sandbox engine', () => {
  for (const operation of ['ListWebAuthnCredentials', 'StartWebAuthnRegistration', 'toString', '__proto__', '']) {
    it(`refuses the unknown operation ${operation || '(none)'}`, async () => {
      expect(await new Sandbox().refusal(operation)).to.deep.equal([
        'UnknownOperationException',
        `The sandbox does not model the operation ${operation || '(none named)'}.`,
      ]);
    });
  }

  it('implements every operation that it lists', async () => {
    const sandbox = new Sandbox();
    for (const operation of SandboxEngine.operations) {
      // The operation itself rejects a request of the wrong type.
      expect((await refusal(sandbox, operation, 'no structure'))[0]).to.equal('SerializationException');
    }
  });

  it('refuses wrong types with the messages of the service', async () => {
    const sandbox = new Sandbox();
    for (const [operation, input, message] of [
      ['AdminGetUser', { Username: 5 }, 'NUMBER_VALUE can not be converted to a String'],
      ['ListUsers', { Limit: '5' }, 'STRING_VALUE can not be converted to an Integer'],
      [
        'AdminUpdateUserAttributes',
        { Username: ANA, UserAttributes: {} },
        'OBJECT_VALUE can not be converted to a List',
      ],
      [
        'AdminUpdateUserAttributes',
        { Username: ANA, UserAttributes: ['x'] },
        'STRING_VALUE can not be converted to a Structure',
      ],
      [
        'AdminSetUserPassword',
        { Username: ANA, Password: 'x', Permanent: 'no' },
        'STRING_VALUE can not be converted to a Boolean',
      ],
      [
        'InitiateAuth',
        { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'x', AuthParameters: { A: 1 } },
        'NUMBER_VALUE can not be converted to a String',
      ],
    ] as const) {
      expect(await sandbox.refusal(operation, input)).to.deep.equal(['SerializationException', message]);
    }
  });

  it('treats a null member as absent', async () => {
    const input = { ClientName: 'second', CallbackURLs: null };
    const { UserPoolClient } = await new Sandbox().call('CreateUserPoolClient', input);
    expect(UserPoolClient).to.not.have.property('CallbackURLs');
  });

  it('reports all violated constraints at once', async () => {
    expect(
      await refusal(new Sandbox(), 'AdminCreateUser', { UserPoolId: 'nope', MessageAction: 'SEND' }),
    ).to.deep.equal([
      'InvalidParameterException',
      "3 validation errors detected: Value 'nope' at 'userPoolId' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; ' +
        "Value null at 'username' failed to satisfy constraint: Member must not be null; " +
        "Value 'SEND' at 'messageAction' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [RESEND, SUPPRESS]',
    ]);
  });

  it('responds to any input with a result or a service error', async () => {
    const sandbox = new Sandbox();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SandboxEngine.operations.filter((name) => name !== 'AdminDeleteUser')),
        fc.jsonValue({ maxDepth: 2 }),
        async (operation, input) => {
          await sandbox.engine.handle(operation, input).catch((error: unknown) => {
            expect(error).to.be.instanceOf(ServiceError);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

async function refusal(sandbox: Sandbox, operation: string, input: unknown): Promise<readonly [string, string]> {
  try {
    await sandbox.engine.handle(operation, input);
  } catch (error) {
    if (error instanceof ServiceError) return [error.name, error.message];
    throw error;
  }
  throw new Error('the call was not refused');
}
