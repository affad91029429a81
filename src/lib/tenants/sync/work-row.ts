import { defined } from '../../model/defined.js';
import type { NamedValue } from '../../users/attributes/writable-attributes.js';
import { attributeValues, namesOf, textOf } from '../../input/rows/row-values.js';
import type { Row, RowProblem, RowValue } from '../../input/rows/row.js';
import type { RosterPerson } from './roster.js';

/** What a sync does with one person: create them, bring them in step, take them out, or refuse the row. */
export type Work =
  | { readonly action: 'join'; readonly person: RosterPerson }
  | { readonly action: 'update'; readonly user: string; readonly person: RosterPerson }
  | { readonly action: 'leave'; readonly user: string }
  | { readonly action: 'refuse'; readonly email: string; readonly problem: string };

/** The work as a row of a run, which a saved plan holds. @param line that of the roster; 0 for somebody who is not in it */
export function workRow(work: Work, line: number): Row {
  if (work.action === 'leave') return { line, values: { action: work.action, user: work.user } };
  if (work.action === 'refuse') {
    return { line, values: { action: work.action, email: work.email, problem: work.problem } };
  }
  const { email, roles, department, givenName, familyName, attributes } = work.person;
  const user = work.action === 'update' ? work.user : undefined;
  const further = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
  return {
    line,
    values: {
      action: work.action,
      ...defined({ user, email, roles, department, givenName, familyName }),
      ...(attributes.length === 0 ? {} : { attributes: further }),
    },
  };
}

/** The work of a row. @throws Error for a row that `workProblems` refuses */
export function workOf({ line, values }: Row): Work {
  const action = textOf(values.action);
  const user = textOf(values.user) ?? '';
  if (action === 'leave') return { action, user };
  if (action === 'refuse') return { action, email: textOf(values.email) ?? '', problem: textOf(values.problem) ?? '' };
  const person = personIn(values);
  if (action === 'update') return { action, user, person };
  if (action === 'join') return { action, person };
  throw new Error(`line ${line} was valid when it was checked, and is invalid now`);
}

/** What is wrong with a row of a plan. */
export function workProblems({ line, values }: Row): readonly RowProblem[] {
  const [action, user, email] = [values.action, values.user, values.email].map(textOf);
  const isNamed = action === 'join' ? email !== undefined : user !== undefined;
  if (isNamed && ['join', 'update', 'leave'].includes(action ?? '')) return [];
  return [{ line, problem: 'is no row of a plan of tenant sync' }];
}

function personIn(values: Readonly<Record<string, RowValue>>): RosterPerson {
  const further = (attributeValues(values.attributes) ?? []).map(([name, value]): NamedValue => ({ name, value }));
  return {
    sub: undefined,
    email: textOf(values.email),
    roles: namesOf(values.roles),
    department: textOf(values.department),
    givenName: textOf(values.givenName),
    familyName: textOf(values.familyName),
    attributes: further,
  };
}
