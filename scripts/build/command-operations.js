/**
 * Which operations of AWS each command may call, derived from its code: the names that are left in a bundle of the command
 * after everything is removed that it cannot reach, function by function. So a call in a function that a command does not
 * use is not counted, and one in a function that it uses cannot be missed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

import { sourcesIn } from './options.js';

const OUTPUT = 'src/lib/permissions/command-operations.ts';

/** Where the operations are listed, each name on a line of its own. */
const LISTS = ['src/lib/cognito/client/operations.ts', 'src/lib/cognito/services/operations.ts'];

/**
 * What every command shares or names operations without calling them: their quotas, errors and answers, the sandbox,
 * the suggestion of similar users, which a command does without if it is not allowed to list users, and who signs a plan, for
 * which AWS demands no permission.
 */
const NOT_COUNTED =
  /\/src\/lib\/(directory\.ts|sandbox\/|permissions\/(access|called-operations|command-operations|permission)\.|cli\/(suggest-users|plans\/plan-out)|cognito\/(errors|pacing)\/|cognito\/client\/(sender|check-answer)|cognito\/services\/operations)/;

/** What the members of `Directory` call. */
const MEMBERS = {
  '.pool()': ['DescribeUserPool'],
  '.longestAccessToken()': ['ListUserPoolClients', 'DescribeUserPoolClient'],
};

/** The operations of each command, both sorted; commands are named as they are typed. */
export async function commandOperations() {
  const operations = await operationNames();
  const { outputFiles } = await build({
    bundle: true,
    entryPoints: await sourcesIn('src/commands'),
    outbase: 'src/commands',
    outdir: 'commands',
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [withoutSharedCode],
    write: false,
  });
  const entries = outputFiles.map(({ path, text }) => [
    relative('commands', path).replace(/\.js$/, '').replaceAll(/[/\\]/g, ' '),
    calledIn(text, operations),
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Every operation that sf-admin may call. */
export async function operationNames() {
  const texts = await Promise.all(LISTS.map((file) => readFile(file, 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^ {2}(?:(\w+): sdk\.|'(\w+:\w+)': async )/gm)].map(([, one, other]) => one ?? other),
  );
}

/** Writes the table that the program reads. */
export async function writeCommandOperations() {
  const table = JSON.stringify(await commandOperations());
  const source = `/**
 * The operations of AWS that each command may call. Made from the code by scripts/build/command-operations.js in every build;
 * do not edit it.
 */
export const COMMAND_OPERATIONS = ${table} as const;
`;
  const options = { ...(await resolveConfig(OUTPUT)), filepath: OUTPUT };
  const text = await format(source, options);
  // An unchanged file keeps its time, by which a build is known to be older than its sources.
  if (text !== (await readFile(OUTPUT, 'utf8').catch(() => ''))) await writeFile(OUTPUT, text);
}

const withoutSharedCode = {
  name: 'without-shared-code',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path, kind, ...options }) => {
      if (kind === 'entry-point' || options.pluginData === NOT_COUNTED) return undefined;
      const found = await resolve(path, { kind, ...options, pluginData: NOT_COUNTED });
      return NOT_COUNTED.test(found.path.replaceAll('\\', '/')) ? { path, external: true, sideEffects: false } : found;
    });
  },
};

/** An operation is always named by a literal, which the types of `call` ensure. */
function calledIn(text, operations) {
  const literals = new Set([...text.matchAll(/["'`]([\w:]+)["'`]/g)].map(([, name]) => name));
  const members = Object.entries(MEMBERS).flatMap(([member, called]) => (text.includes(member) ? called : []));
  return operations.filter((name) => literals.has(name) || members.includes(name)).sort();
}
