import { commandLine, type Directory } from '../../directory.js';
import { MFA_CONFIG } from '../../pool/editable-pool.js';
import type { ClientSpec } from '../../pool-spec/schema.js';
import { shellWord } from '../../text/quoted.js';
import { clientCommand, clientSubject } from '../clients/check-client.js';
import { type Finding, findingOf } from '../finding.js';
import { type Baseline, type PoolReading, poolSubject, unreadReason } from './baseline.js';
import { type Expectation, holds, valueText } from './expectation.js';
import { settingFlags, settingValue } from './setting-command.js';

/** A baseline of expectations, as `readBaseline` reads them. */
export function expectationsBaseline(name: string, expectations: readonly Expectation[]): Baseline {
  return {
    name,
    rules: expectations,
    clientRules: expectations.filter(({ of }) => of.kind === 'client').map(({ rule }) => rule),
    findings: (directory, reading, rules) => {
      const selected = expectations.filter(({ rule }) => rules.has(rule));
      const found = selected.map((expectation) => ({
        field: expectation.field,
        findings: CHECKS[expectation.of.kind](directory, reading, expectation),
      }));
      // While MFA is off no factor can be on: one finding says it all.
      const isOff = reading.spec.mfa?.mode === 'OFF';
      const isMfaFound = isOff && found.some(({ field, findings }) => field === 'mfa.mode' && findings.length > 0);
      return found
        .filter(({ field }) => !isMfaFound || field === 'mfa.mode' || !field.startsWith('mfa.'))
        .flatMap(({ findings }) => findings);
    },
  };
}

/** The expectations of app clients, checked on one of them. */
export function clientBaselineFindings(
  directory: Directory,
  expectations: readonly Expectation[],
  client: PoolReading['live']['clients'][number]['client'],
  spec: ClientSpec,
): Finding[] {
  return expectations
    .filter(({ of }) => of.kind === 'client' && (of.name === undefined || of.name === client.ClientName))
    .flatMap((expectation) => {
      const value = leaf(spec, expectation.field) ?? settingValue(expectation, { ...client });
      if (holds(expectation, value)) return [];
      const flags = settingFlags(expectation, value, false);
      const command =
        flags && clientCommand(directory, `client set ${flags} --client-id ${shellWord(client.ClientId)}`);
      return [differing(expectation, clientSubject(client), value, command)];
    });
}

type Check = (directory: Directory, reading: PoolReading, expectation: Expectation) => Finding[];

const CHECKS: Readonly<Record<Expectation['of']['kind'], Check>> = {
  pool: (directory, { live, spec }, expectation) => {
    const subject = poolSubject(directory);
    const settings = { ...live.pool, [MFA_CONFIG]: live.mfa };
    const value = leaf(spec, expectation.field) ?? settingValue(expectation, settings);
    if (holds(expectation, value)) return [];
    const unread = unreadReason(expectation.field, value, live);
    if (unread !== undefined) {
      const fix = 'Check it in the AWS console.';
      return [findingOf(expectation, { subject, status: 'notCheckable', found: unread, fix })];
    }
    const flags = settingFlags(expectation, value, spec.mfa?.mode === 'OFF');
    return [differing(expectation, subject, value, flags && commandLine(directory, `pool set ${flags}`))];
  },
  attribute: (directory, { spec }, expectation) => {
    const { of, field } = expectation;
    const attribute = spec.attributes?.find(({ name }) => name === of.name || `custom:${name}` === of.name);
    const subject = poolSubject(directory);
    if (attribute === undefined) {
      const fix = 'Declare it in a file: sf-admin pool apply FILE. It cannot be removed again.';
      return [findingOf(expectation, { subject, found: `the schema has no ${of.name ?? ''}`, fix })];
    }
    const value = leaf(attribute, field);
    return holds(expectation, value) ? [] : [differing(expectation, subject, value, undefined)];
  },
  client: (directory, { live, spec }, expectation) => {
    const { name } = expectation.of;
    const found = live.clients.flatMap(({ client }, index) =>
      name === undefined || name === client.ClientName
        ? [clientBaselineFindings(directory, [expectation], client, spec.clients?.[index] ?? {})]
        : [],
    );
    if (found.length > 0 || name === undefined) return found.flat();
    const fix = 'Create the app client, or correct the name in the baseline.';
    return [
      findingOf(expectation, {
        subject: `app client ${name}`,
        found: 'the user pool has no app client of this name',
        fix,
      }),
    ];
  },
};

function differing(expectation: Expectation, subject: string, value: unknown, command: string | undefined): Finding {
  const { field, of } = expectation;
  const isFixed = of.kind === 'attribute' || FIXED.some((key) => key === field);
  const fix = isFixed
    ? 'This cannot change after it was created: it takes a new user pool.'
    : command === undefined
      ? 'Change it in the AWS console: sf-admin has no command for this setting.'
      : 'Change the setting.';
  return findingOf(expectation, {
    subject,
    found: `${field} is ${valueText(value)}`,
    fix,
    ...(command === undefined || isFixed ? {} : { command }),
  });
}

/** What CreateUserPool sets for ever (API reference, UpdateUserPool, has none of them). */
const FIXED = ['usernameAttributes', 'aliasAttributes', 'usernameCaseSensitive', 'region'] as const;

/** The value at a dotted path. */
function leaf(structure: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      structure,
    );
}
