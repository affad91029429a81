import { Errors } from '@oclif/core';

import { reportError } from '../../../src/lib/cli/report-error.js';
import { safeError } from '../../../src/lib/cognito/errors/safe-error.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { parseAssignment } from '../../../src/lib/conventions/attribute.js';
import { parseClientUrl } from '../../../src/lib/conventions/client-url.js';
import { parseDepartment } from '../../../src/lib/conventions/department.js';
import { parseEmail } from '../../../src/lib/conventions/email.js';
import { correctNumbered } from '../../../src/lib/conventions/numbered-shape.js';
import { parseTenant } from '../../../src/lib/conventions/tenant.js';
import { AdminError } from '../../../src/lib/errors.js';
import { camelKey } from '../../../src/lib/model/camel-keys.js';
import { safeJson, visible } from '../../../src/lib/output/sanitise.js';
import { wrap } from '../../../src/lib/output/wrap.js';
import { isEmail } from '../../../src/lib/sandbox/operations/users/attribute-schema.js';
import { fieldLabel } from '../../../src/lib/text/field-text.js';
import { pointInTime } from '../../../src/lib/text/point-in-time.js';
import { quoted } from '../../../src/lib/text/quoted.js';
import { redacted } from '../../../src/lib/text/redacted.js';
import { memoryStreams } from '../output/memory-streams.js';

/** As long as a service may make an error text. A pattern that takes quadratic time needs minutes, mocha's limit is one. */
const LENGTH = 240_000;

/** Starts and repeated parts that make a pattern try again and again, and an end at which it fails. */
const HOSTILE: readonly (readonly [start: string, part: string, end: string])[] = [
  ['', 'password-', '!'],
  ['', 'a-', '!'],
  ['"', 'password', '!'],
  ['', '"password" : ', ''],
  ['', '\\', '!'],
  [`"password":${'\\'.repeat(LENGTH / 2)}"`, '\\', '!'],
  ['', "value '", '!'],
  ["value '", "' at '", '!'],
  ["value 'x' at '", 'a.', '!'],
  ['', 'authorization', '!'],
  ['authorization:', '\n', "'"],
  ['', 'eyJ____-', '!'],
  ['eyJ____', '.', '!'],
  ['', 'a://', ' '],
  ['a://', 'a', ' '],
  ['Nonexistent flag: ', '-', '!'],
  ['Nonexistent flag: --a=', ', --', ''],
  ['', 'Expected --a= to be one of: ', '\n!'],
  ['', '   ', 'x'],
  ['', '\t', '!'],
  ['a@', '.', '@'],
  ['', 'A', 'a!'],
  ['', 'aA', '!'],
  ['', '0', 'x'],
  ['https://', 'a.', '!'],
  ['', 'sf-admin ', '\n'],
];

/** The functions that try patterns on texts from elsewhere. */
const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  redacted: (text) => redacted(text, [], Infinity),
  'redacted, with the usual limit': (text) => redacted(text, ['a given secret']),
  safeError: (text) => safeError(Object.assign(new Error(text), { stack: text }), []),
  reportError: (text) =>
    reportError(new Errors.CLIError(text), { streams: memoryStreams().streams, argv: ['--debug'], flags: ['role'] }),
  parseTenant: (text) => parseTenant(text, DEFAULT_CONVENTIONS),
  parseDepartment: (text) => parseDepartment(text, DEFAULT_CONVENTIONS),
  correctNumbered: (text) => correctNumbered(text, { prefix: 'tenant_', minDigits: 3, maxDigits: 9 }),
  parseEmail: (text) => parseEmail(text, DEFAULT_CONVENTIONS),
  parseClientUrl,
  parseAssignment,
  isEmail,
  camelKey,
  fieldLabel,
  quoted,
  visible,
  safeJson,
  pointInTime: (text) => pointInTime(text, new Date(0)),
  wrap: (text) => wrap(text, 80),
};

describe('patterns', () => {
  for (const [name, act] of Object.entries(FUNCTIONS)) {
    it(`take time in proportion to the text: ${name}`, async () => {
      for (const [start, part, end] of HOSTILE) {
        const text = start + part.repeat(Math.ceil((LENGTH - start.length) / part.length)) + end;
        try {
          await act(text);
        } catch (error) {
          if (!(error instanceof AdminError)) throw error;
        }
      }
    });
  }
});
