import { commandLine } from '../../directory.js';
import type { Reading } from '../../pool-spec/dialects/draft.js';
import { diffSpecs } from '../../pool-spec/diff/diff-specs.js';
import { shellWord } from '../../text/quoted.js';
import { findingOf, type RuleInfo } from '../finding.js';
import { type Baseline, poolSubject, unreadReason } from './baseline.js';
import { valueText } from './expectation.js';
import { ruleId } from './read-baseline.js';

/** The name of a baseline that was piped in, as `nameOf` gives it, and that no command can name. */
const STDIN = 'stdin';

/** A file of any dialect as a baseline: each of its settings is expected exactly as it says. */
export function specBaseline(name: string, file: Reading): Baseline {
  const ruleOf = (subject: string, field: string, expected: string): RuleInfo => ({
    rule: ruleId({ kind: subject === 'user pool' ? 'pool' : 'client' }, field),
    severity: 'medium',
    expected: `${field}: ${expected}`,
    why: `The baseline ${name} expects it.`,
  });
  const rules = [...file.places.keys()].map((id) => {
    const path = JSON.parse(id) as (string | number)[];
    const isClient = path[0] === 'clients';
    const field = (isClient ? path.slice(2) : path).filter((step) => typeof step === 'string').join('.');
    return { isClient, info: ruleOf(isClient ? 'app client' : 'user pool', field, `as in ${name}`) };
  });
  return {
    name,
    rules: rules.map(({ info }) => info),
    clientRules: rules.filter(({ isClient }) => isClient).map(({ info }) => info.rule),
    findings: (directory, { live, spec }) => {
      const current = live.clients.findIndex((client) => client.current);
      const { differences, notCompared, ignored } = diffSpecs(file, spec, {
        currentClient: current === -1 ? undefined : current,
      });
      const on = (subject: string) => (subject === 'user pool' ? poolSubject(directory) : subject);
      const unread = { status: 'notCheckable', fix: 'Check it in the AWS console.' } as const;
      return [
        ...differences.map(({ subject, field, wanted, live: found, reference, line }) => {
          const reason = subject === 'user pool' ? unreadReason(field, found, live) : undefined;
          return findingOf(
            ruleOf(subject, field, reference === null ? valueText(wanted) : `the value of ${reference}`),
            {
              subject: on(subject),
              ...(reason === undefined
                ? {
                    found: `${field} is ${valueText(found)}`,
                    fix:
                      `Change the setting, or line ${line ?? 1} of ${name}.` +
                      (name === STDIN ? '' : ' The command shows what would change.'),
                    ...(name === STDIN
                      ? {}
                      : { command: commandLine(directory, `pool apply ${shellWord(name)} --dry-run`) }),
                  }
                : { ...unread, found: reason }),
            },
          );
        }),
        ...notCompared.map(({ subject, field, references }) =>
          findingOf(ruleOf(subject, field, `the value of ${references.join(', ')}`), {
            ...unread,
            subject: on(subject),
            found: `only a deployment knows the value of ${references.join(', ')}`,
            fix: 'Compare with a value for the reference: sf-admin pool diff FILE --resolve NAME=VALUE',
          }),
        ),
        ...ignored.map((field) =>
          findingOf(ruleOf('user pool', field, `as in ${name}`), {
            ...unread,
            subject: poolSubject(directory),
            found: `sf-admin does not read ${field} from the user pool`,
          }),
        ),
      ];
    },
  };
}
