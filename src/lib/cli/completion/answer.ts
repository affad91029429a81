import { complete, type Completion, type LiveValues } from './candidates.js';
import { positionOf } from './position.js';
import { bashInsertion, bashWords, powerShellWord } from './quoting.js';
import type { Candidate, CommandEntry, CompletionTable } from './table.js';
import type { Environment } from '../../config/fields/environment.js';
import type { Folders } from '../../config/folders.js';
import { readShippedFile } from '../../files/shipped-file.js';

export interface AnswerOptions {
  /** The folder of the program. */
  readonly root: string;
  readonly folders: Folders;
  /** A hash of the build. */
  readonly build: string;
  readonly environment: Environment;
}

/**
 * The answer to the script of a shell (in `completions/`): what completes the word under the cursor. Anything that fails,
 * such as an invalid contexts file, is an answer without candidates: an error in the middle of a line would only be in the
 * way.
 *
 * @param argv the shell, and what its script says about the line
 */
export async function answer([shell = '', ...argv]: readonly string[], options: AnswerOptions): Promise<string> {
  const { root, folders, build, environment } = options;
  const table = loadTable(root);
  const live: LiveValues = async (kind, given, typed) => {
    const { liveValues } = await import('./live-values.js');
    return liveValues(kind, { folders, build, environment, given, typed }).catch(() => []);
  };
  const find = (before: readonly string[], current: string): Promise<Completion> =>
    complete(positionOf(before, current, table), current, { table, live });
  if (shell === 'bash') return bashAnswer(argv, find);
  if (shell === 'powershell') return powerShellAnswer(argv, find);
  const completion = await find(argv.slice(0, -1), argv.at(-1) ?? '');
  // fish quotes what it inserts, but not this.
  const candidates = completion.candidates.filter(({ value }) => shell !== 'fish' || !value.startsWith('~'));
  return lines({ ...completion, candidates }, ({ value, description }) => `${value}\t${description ?? ''}`);
}

function loadTable(root: string): CompletionTable {
  const load = (name: string): unknown =>
    JSON.parse(readShippedFile(root, `dist/launcher/completion/${name}.json`).toString());
  const index = load('index') as Omit<CompletionTable, 'entry'>;
  return { ...index, entry: (id) => load(id.replaceAll(':', '-')) as CommandEntry };
}

type Find = (before: readonly string[], current: string) => Promise<Completion>;

/** bash gives the line up to the cursor, and the end of it that it replaces. It shows no descriptions. */
async function bashAnswer([line = '', replaced = '']: readonly string[], find: Find): Promise<string> {
  const { before, last } = bashWords(line);
  const { candidates, files } = await find(before, last.text);
  const insertions = candidates.flatMap(({ value }) => bashInsertion(value, last, replaced) ?? []);
  return lines({ candidates: insertions.map((value) => ({ value })), files }, ({ value }) => value);
}

/**
 * PowerShell gives the words separated by NUL, in Base64 since it would change quotes in an argument. It gets JSON in ASCII,
 * since it reads output in the encoding of the console.
 */
async function powerShellAnswer([encoded = '']: readonly string[], find: Find): Promise<string> {
  const words = Buffer.from(encoded, 'base64').toString('utf8').split('\0');
  const { candidates, files } = await find(words.slice(0, -1), words.at(-1) ?? '');
  const shown = candidates.map(({ value, description = '' }) => ({
    insert: powerShellWord(value),
    value,
    description: description === '' ? value : description,
  }));
  const json = JSON.stringify({ files, candidates: shown });
  return json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The first line says whether the shell adds the names of files; each other line is a candidate. */
function lines({ candidates, files }: Completion, line: (candidate: Candidate) => string): string {
  return `${[files ? 'files' : 'words', ...candidates.map(line)].join('\n')}\n`;
}
