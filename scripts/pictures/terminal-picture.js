import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { ownHome } from '../own-home.js';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/** Lines whose output does not depend on the time. What is piped has no colours, and the width is that of the text. */
const LINES = [
  'sf-admin users list --tenant tenant_003',
  'sf-admin users disable rosa.bianchi@tenant-three.example --dry-run',
  'sf-admin users diagnose liam.obrien@tenant-two.example',
];

const [CHARACTER, LINE, PADDING, BAR] = [8.4, 21, 22, 36];

/** A picture of a terminal, as SVG, in which these lines have been run on a fresh sandbox. */
export function terminalPicture() {
  const home = ownHome('sf-admin-pictures');
  try {
    const env = { ...home.env, PATH: [commandIn(join(home.folder, 'bin')), home.env.PATH].join(delimiter) };
    const run = (line) =>
      execFileSync('sh', ['-c', `exec 2>&1; ${line}; :`], { env, encoding: 'utf8', cwd: home.folder }).trimEnd();
    const blocks = LINES.map((line) => [
      { prompt: line },
      ...run(line)
        .split('\n')
        .map((text) => ({ text })),
      { text: '' },
    ]);
    return drawn(blocks.flat().slice(0, -1));
  } finally {
    home.remove();
  }
}

/** @returns {string} a folder with the built command, as after an installation */
function commandIn(folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'sf-admin'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(folder, 'sf-admin'), 0o755);
  return folder;
}

function drawn(lines) {
  const longest = Math.max(...lines.map(({ text, prompt = '' }) => (text ?? `$ ${prompt}`).length));
  const width = Math.ceil(longest * CHARACTER + 2 * PADDING);
  const height = BAR + lines.length * LINE + PADDING;
  const rows = lines.map(({ text, prompt }, index) => {
    const y = BAR + (index + 1) * LINE;
    const content =
      prompt === undefined
        ? escaped(text)
        : `<tspan class="prompt">$</tspan> <tspan class="typed">${escaped(prompt)}</tspan>`;
    return content === '' ? '' : `<text x="${PADDING}" y="${y}">${content}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="sf-admin in a terminal">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", monospace; fill: #d5dbe1; white-space: pre; }
.prompt { fill: #53b59f; }
.typed { fill: #fff; font-weight: 600; }
</style>
<rect width="${width}" height="${height}" rx="8" fill="#161b21"/>
<circle cx="22" cy="19" r="5" fill="#3a434d"/><circle cx="40" cy="19" r="5" fill="#3a434d"/><circle cx="58" cy="19" r="5" fill="#3a434d"/>
${rows.join('')}</svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
