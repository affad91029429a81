/**
 * Part of `npm run lint`: finds phrases that the project does not use, in every text that git tracks, and says what to
 * write instead. Single words are in `flagWords` of cspell.json. Exits with 1 if it finds any.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Phrase, and what to write instead. A phrase may be broken over lines of a comment or paragraph. */
const PHRASES = [
  ['so already', 'unchanged'],
  ['gone on with', 'resumed'],
  ['go on with', 'resume'],
  ['goes on with', 'resumes'],
  ['going on with', 'resuming'],
  ['to go on:', 'To resume:'],
  ['go on?', 'Continue?'],
  ['unless said', 'default: …'],
  ['unless told', 'by default'], // cspell:disable-line
  ['under way', 'in progress'],
  ['can be asked here', 'there is no terminal to ask on'],
  ['is no column', 'unknown column'],
  ['is no time', 'invalid time'],
  ['held against', 'compared with'],
  ['where there is none', 'if there is none'],
  ['how it ended', 'outcome'],
  ['what moved', 'changes'],
  ['what there is', 'name the thing'],
  ['way on', 'how to resume'],
  ['in the place of', 'instead of'],
  ['put back by nothing', 'irreversible'],
  ['nothing puts back', 'irreversible'],
  ['whom it names', 'its user'],
  ['real host', 'http is allowed only for localhost'],
];

const FILES = [
  'src',
  'test',
  'scripts',
  'docs',
  'bin',
  'examples',
  '.ci',
  '*.md',
  ':!CHANGELOG.md',
  ':!scripts/check-wording.js',
];

const findings = trackedFiles().flatMap((file) => findIn(file, readFileSync(file, 'utf8')));
for (const finding of findings) process.stderr.write(`${finding}\n`);
if (findings.length > 0) process.exitCode = 1;

function trackedFiles() {
  const names = execFileSync('git', ['ls-files', '-z', '--', ...FILES], { encoding: 'utf8' });
  return names.split('\0').filter((name) => /\.(ts|js|md|sh)$|^\.ci\/run$/.test(name));
}

function findIn(file, text) {
  return PHRASES.flatMap(([phrase, instead]) =>
    [...text.matchAll(patternOf(phrase))].map(({ index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${file}:${line}: "${phrase}" (write: ${instead})`;
    }),
  );
}

/** Between words: white space, and what a comment puts at the start of a line. */
function patternOf(phrase) {
  const words = phrase.split(' ').map((word) => word.replaceAll(/[?.]/g, String.raw`\$&`));
  return new RegExp(String.raw`(?<!\w)${words.join(String.raw`[\s*/#]+`)}(?!\w)`, 'gi');
}
