/**
 * offboard/ lets a tenant go: everybody of its archive is disabled and signed out, and deleted if that is asked for
 * (this file, `change-archived.ts`). The pool is read again afterwards (`read-again.ts`), and a report says what was
 * done (`report.ts`).
 */
import { isServiceAccount } from '../../config/service-account.js';
import { commandLine, type Directory } from '../../directory.js';
import type { Row } from '../../input/rows/row.js';
import { makeAddressBook } from '../../model/address-book.js';
import { isFederated, userLabel } from '../../model/user.js';
import type { DerivedInput, DerivedRows, RowOperation } from '../../runs/operations/row-operation.js';
import { counted } from '../../text/counted.js';
import { listed } from '../../text/listed.js';
import { shellWord } from '../../text/quoted.js';
import { type ArchivedUser, inArchive } from '../archive/archive.js';
import { type ArchivedPerson, deleteArchived, disableArchived } from './change-archived.js';

/** The archive whose people are worked on. */
interface OfArchive {
  readonly tenant: string;
  /** SHA-256 of its manifest. A run is resumed with the same archive only. */
  readonly digest: string;
}

/**
 * Disables and signs out everybody of an archive.
 *
 * @param options.signedOutAt when an earlier run has signed out the person with this number, ISO 8601: they are left as
 *   they are if they are disabled since
 */
export function disableOperation(
  { tenant, digest }: OfArchive,
  { signedOutAt }: { readonly signedOutAt: (n: number) => string | undefined },
): RowOperation {
  return {
    ...PEOPLE,
    operation: 'tenant.offboard',
    title: `tenant offboard ${tenant}`,
    intent: { digest },
    plan: (directory, row) => disableArchived(directory, personOf(row), { signedOutAt: signedOutAt(row.line) }),
    // A disabled user does not show whether the tokens were revoked too.
    recovery: {
      kind: 'complete',
      plan: (directory, row) => disableArchived(directory, personOf(row)),
    },
  };
}

/**
 * Deletes everybody of an archive, once the ID of the tenant is typed.
 *
 * @param directory that the people are deleted in
 * @param archive.folder that of the archive
 */
export function deleteOperation(
  directory: Directory,
  { tenant, digest, folder }: OfArchive & { readonly folder: string },
): RowOperation {
  const people = shellWord(inArchive(folder, 'users.ndjson'));
  const plan = `users delete --from ${people} --tenant ${tenant} --plan-out FILE`;
  return {
    ...PEOPLE,
    operation: 'users.delete',
    title: `tenant offboard ${tenant} --delete`,
    typed: tenant,
    withoutPlan:
      'For a plan that somebody can approve, which refuses neither enabled users nor another sub than in the archive: ' +
      commandLine(directory, plan),
    intent: { digest, tenant },
    plan: (directory, row) => deleteArchived(directory, personOf(row)),
    recovery: { kind: 'look' },
  };
}

/** The lines of users.ndjson as rows. The manifest has proved that they are as they were written. */
const PEOPLE = {
  textKey: 'username',
  creates: false,
  caseSensitive: true,
  hasValues: false,
  columns: { keyOf: (written: string) => written, check: () => [], naming: ['username'] },
  check: () => [],
  nameOf: (row: Row) => personOf(row).username,
  derive: whoTheyAre,
} satisfies Partial<RowOperation>;

function personOf({ original }: Row): ArchivedPerson {
  return original as unknown as ArchivedPerson;
}

/** Keeps what identifies each person, so that the run stores no more of them, and says who is among them. */
async function whoTheyAre(
  { context: { roster = {} } }: Directory,
  { rows, progress }: DerivedInput,
): Promise<DerivedRows> {
  const people: Row[] = [];
  const services: string[] = [];
  const counts = { disabled: 0, federated: 0 };
  for await (const { row } of rows) {
    progress.done += 1;
    const user = row.original as unknown as ArchivedUser;
    const { username, sub, email, tenantId, enabled } = user;
    // The number by which the history knows the row.
    const line = people.length + 1;
    people.push({ line, values: { username }, original: { username, sub, email, tenantId } });
    if (!enabled) counts.disabled += 1;
    if (isFederated(user)) counts.federated += 1;
    if (isServiceAccount(user, roster)) services.push(userLabel(user));
  }
  return {
    rows: people,
    unchanged: 0,
    addresses: makeAddressBook(),
    about: [
      `${counted(people.length, 'user')} of the tenant: ${counts.disabled} disabled before, ${counts.federated} federated`,
      ...(services.length === 0 ? [] : [`service accounts among them: ${listed(services)}`]),
    ],
  };
}
