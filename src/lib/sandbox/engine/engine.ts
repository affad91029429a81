import type { HttpAnswer } from './http-answer.js';
import type { Operation, OperationContext } from './operation.js';
import { ServiceError } from './service-error.js';
import type { SandboxStore } from '../state/store.js';
import type { TransferRequest } from './transfer-request.js';

type Family = Readonly<Record<string, Operation>>;

/** Where each operation is, loaded when it is first called: one command needs one or two of them. */
const FAMILIES: Readonly<Record<string, () => Promise<Family>>> = {
  ListUsers: () => import('../operations/users/read-users.js'),
  AdminGetUser: () => import('../operations/users/read-users.js'),
  AdminCreateUser: () => import('../operations/users/create-user.js'),
  AdminDisableUser: () => import('../operations/users/account.js'),
  AdminEnableUser: () => import('../operations/users/account.js'),
  AdminDeleteUser: () => import('../operations/users/account.js'),
  AdminUserGlobalSignOut: () => import('../operations/users/account.js'),
  AdminUpdateUserAttributes: () => import('../operations/users/attributes.js'),
  AdminDeleteUserAttributes: () => import('../operations/users/attributes.js'),
  AdminSetUserPassword: () => import('../operations/users/passwords.js'),
  AdminResetUserPassword: () => import('../operations/users/passwords.js'),
  AdminListDevices: () => import('../operations/users/devices.js'),
  AdminGetDevice: () => import('../operations/users/devices.js'),
  AdminForgetDevice: () => import('../operations/users/devices.js'),
  AdminSetUserMFAPreference: () => import('../operations/users/mfa.js'),
  AdminDeleteSoftwareToken: () => import('../operations/users/mfa.js'),
  AdminGetUserAuthFactors: () => import('../operations/users/mfa.js'),
  AdminListUserSessions: () => import('../operations/users/sessions.js'),
  AdminRevokeUserSession: () => import('../operations/users/sessions.js'),
  GetUserPoolSessionConfiguration: () => import('../operations/users/sessions.js'),
  SetUserPoolSessionConfiguration: () => import('../operations/users/sessions.js'),
  AdminListUserAuthEvents: () => import('../operations/users/auth-events.js'),
  RevokeToken: () => import('../operations/sign-in/revoke-token.js'),
  ListUserPools: () => import('../operations/pool/pool.js'),
  DescribeUserPool: () => import('../operations/pool/pool.js'),
  GetUserPoolMfaConfig: () => import('../operations/pool/pool.js'),
  CreateUserPool: () => import('../operations/pool/create-pool.js'),
  ListUserPoolClients: () => import('../operations/pool/client.js'),
  DescribeUserPoolClient: () => import('../operations/pool/client.js'),
  CreateUserPoolClient: () => import('../operations/pool/client.js'),
  UpdateUserPoolClient: () => import('../operations/pool/client.js'),
  InitiateAuth: () => import('../operations/sign-in/sign-in.js'),
  RespondToAuthChallenge: () => import('../operations/sign-in/sign-in.js'),
  GetCSVHeader: () => import('../operations/import-jobs.js'),
  CreateUserImportJob: () => import('../operations/import-jobs.js'),
  StartUserImportJob: () => import('../operations/import-jobs.js'),
  StopUserImportJob: () => import('../operations/import-jobs.js'),
  DescribeUserImportJob: () => import('../operations/import-jobs.js'),
  ListUserImportJobs: () => import('../operations/import-jobs.js'),
};

interface EngineOptions {
  readonly now?: () => Date;
  readonly origin?: string;
}

/** A host that by RFC 2606 no server has: what is sent to it without the in-process door reaches nobody. */
const IN_PROCESS = 'https://sandbox.invalid';

/** A Cognito user pools service in small: the operations that sf-admin calls, with the service's own semantics. */
export class SandboxEngine {
  readonly #context: OperationContext;

  /** `origin` is where its door takes the files of import jobs; by default, the SDK's request handler does. */
  constructor(store: SandboxStore, { now = () => new Date(), origin = IN_PROCESS }: EngineOptions = {}) {
    this.#context = { store, now, origin };
  }

  /** Every operation that the engine answers. */
  static readonly operations: readonly string[] = Object.keys(FAMILIES);

  /**
   * Carries out one operation. `input` is the request as it came; the answer is as JSON 1.1 has it, times in epoch
   * seconds. Throws ServiceError as the service would, UnknownOperationException for what is not modelled, and the
   * store's AdminError where the state cannot be had.
   */
  async handle(operation: string, input: unknown): Promise<object> {
    const load = Object.hasOwn(FAMILIES, operation) ? FAMILIES[operation] : undefined;
    const run = load && (await load())[operation];
    if (!run) {
      throw new ServiceError(
        'UnknownOperationException',
        `The sandbox does not model the operation ${operation === '' ? '(none named)' : operation}.`,
      );
    }
    return run(this.#context, input);
  }

  /**
   * Takes the file of an import job, or hands out a job's log: what AWS does elsewhere, in S3 and CloudWatch. A
   * refusal is an answer. Throws the store's AdminError where the state cannot be had.
   */
  async transfer(request: TransferRequest): Promise<HttpAnswer> {
    const { answerTransfer } = await import('../imports/import-transfer.js');
    return answerTransfer(this.#context, request);
  }
}
