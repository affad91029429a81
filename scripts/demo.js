/**
 * `npm run demo`: the whole runbook on the embedded sandbox. It installs and builds first, works in a temporary home
 * that it removes, and ends with 1 at the first step that does not do what it should. Until the installation only what
 * comes with Node may be imported here.
 */
import { join } from 'node:path';

import { prepare } from './demo/prepare.js';
import { signIn } from './demo/sign-in.js';
import { STEPS } from './demo/steps.js';
import { openTerminal } from './demo/terminal.js';
import { ownHome } from './own-home.js';
import { serveSandbox } from './serve-sandbox.js';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'bin', 'run.js');

const leaving = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => leaving.abort());
let home;
let server;
try {
  prepare(root);
  home = ownHome('sf-admin-demo');
  server = await serveSandbox(bin, home.env);
  await walkAll(openTerminal(bin, home, leaving.signal), server);
} catch (error) {
  process.exitCode = leaving.signal.aborted ? 130 : 1;
  process.stdout.write(`\n${error.message}\n`);
} finally {
  await server?.stop();
  home?.remove();
}

async function walkAll(terminal, { url, clientId }) {
  const { clientSecret: secret } = await terminal.read('client', 'describe', '--show-secret');
  const stage = {
    ...terminal,
    type: (line, exitCode) => typeAndExpect(terminal, line, exitCode),
    signIn: (username, password) => signIn({ url, clientId, secret }, username, password),
    checked: (text) => process.stdout.write(`# Checked: ${text}\n`),
  };
  for (const [index, { title, walk }] of STEPS.entries()) {
    process.stdout.write(`\n── ${index + 1}. ${title}\n`);
    try {
      await walk(stage);
    } catch (error) {
      throw new Error(`Step ${index + 1} failed (${title}): ${error.message}`, { cause: error });
    }
  }
  process.stdout.write(`\nAll ${STEPS.length} steps did what they should.\n`);
}

async function typeAndExpect(terminal, line, expected = 0) {
  const { exitCode, output } = await terminal.type(line);
  if (exitCode !== expected) throw new Error(`exit status ${exitCode} where ${expected} was expected`);
  return output;
}
