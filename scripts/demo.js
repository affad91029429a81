/**
 * `npm run demo`: walks the whole runbook on the embedded sandbox. It installs and builds first, works in a temporary
 * home that it removes, and exits with 1 at the first step that fails. It may import only Node's own modules, since the
 * dependencies may not be installed yet.
 */
import { join } from 'node:path';

import { signIn } from './demo/sign-in.js';
import { STEPS } from './demo/steps.js';
import { openTerminal } from './demo/terminal.js';
import { installAndBuild } from './install-and-build.js';
import { ownHome } from './own-home.js';
import { serveSandbox } from './serve-sandbox.js';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'bin', 'run.js');

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => abort.abort());
let home;
let server;
try {
  installAndBuild(root);
  home = ownHome('sf-admin-demo');
  server = await serveSandbox(bin, home.env);
  await walkAll(openTerminal(bin, home, abort.signal), server);
} catch (error) {
  process.exitCode = abort.signal.aborted ? 130 : 1;
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
  process.stdout.write(`\nAll ${STEPS.length} steps passed.\n`);
}

async function typeAndExpect(terminal, line, expected = 0) {
  const { exitCode, output } = await terminal.type(line);
  if (exitCode !== expected) throw new Error(`expected exit status ${expected}, got ${exitCode}`);
  return output;
}
