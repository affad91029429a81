/**
 * sf-admin as a library: `import { openDirectory, disableUser, carryOut } from 'sf-admin'`. It does what the commands do, by
 * the same code: functions that plan a change write nothing, and `carryOut` makes a change with the guard, the confirmation,
 * the verification and the history of the commands. It prints nothing, never ends the process, and keeps no state but that
 * of the directories that are open.
 */
export { openDirectory, type OpenOptions } from './open-directory.js';
export type { Directory, DirectoryContext } from './handle.js';

export {
  type AppClient,
  describeClient,
  describePool,
  getUser,
  type HistoryFilter,
  listClients,
  listHistory,
  listSessions,
  listUsers,
  type UserFilter,
  type UserPool,
} from './read.js';
export type { ClientSummary } from '../client/list-clients.js';
export type { ChangeRecord } from '../history/record.js';
export type { Session } from '../model/session.js';
export type { User, UserDetail } from '../model/user.js';
export type { SecondaryReplica } from '../pool/pool-regions.js';

export {
  createUser,
  type CreateUserInput,
  deleteUser,
  disableUser,
  enableUser,
  lockDownUser,
  type NewPassword,
  resendInvite,
  resetMfa,
  resetPassword,
  type ResetPasswordInput,
  revokeSessions,
  setAttributes,
  type SetAttributesInput,
  signOutUser,
  type UserInput,
} from './plan-users.js';
export { editClientUrls, type EditClientUrlsInput, undoChange, type UndoChangeInput } from './plan-others.js';

export {
  carryOut,
  type CarryOutOptions,
  type Change,
  type ChangedField,
  type Outcome,
  type Question,
} from './change.js';
export type { ChangeOperation } from '../changes/change.js';
export type { FieldValue } from '../model/field-change.js';
export type { Step } from '../model/step.js';
export type { Target } from '../model/target.js';

export { AdminError, type AdminErrorDetail, type ErrorCode, type ExitCode } from '../errors.js';
