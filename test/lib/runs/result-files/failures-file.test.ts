import { readFile, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { expect } from 'chai';

import { openFailuresFile } from '../../../../src/lib/runs/result-files/failures-file.js';
import type { InputFormat } from '../../../../src/lib/input/decode/input-format.js';
import { readRows } from '../../../../src/lib/input/records/read-rows.js';
import { USER_COLUMNS } from '../../../../src/lib/input/rows/columns.js';
import { isProblems, type Row } from '../../../../src/lib/input/rows/row.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const ERROR = new AdminError('USER_STATE', 'no "way",\nana\u001b[2J\tis gone');

describe('openFailuresFile', () => {
  const folder = temporaryFolder();
  const path = () => folder.path('failed');

  async function rowsOf(content: string, format: InputFormat) {
    const rows: Row[] = [];
    let header: readonly string[] | undefined;
    const onHeader = (names: readonly string[]) => (header = names);
    for await (const row of readRows(Readable.from([Buffer.from(content)]), format, {
      textKey: 'user',
      columns: USER_COLUMNS,
      onHeader,
    })) {
      if (isProblems(row)) throw new Error(row[0]?.problem);
      rows.push(row);
    }
    return { rows, header };
  }

  async function written(content: string, format: InputFormat): Promise<string> {
    const { rows, header } = await rowsOf(content, format);
    const file = await openFailuresFile(path(), format, { header, replace: true });
    await Promise.all(rows.map((row) => file.add(row, ERROR)));
    await file.close();
    return readFile(path(), 'utf8');
  }

  const FORMATS: [format: InputFormat, content: string, expected: string][] = [
    [
      'text',
      'ana\nben\tgone\n',
      'ana\tUSER_STATE\tno "way",\\u000aana\\u001b[2J\\u0009is gone\nben\tUSER_STATE\tno "way",\\u000aana\\u001b[2J\\u0009is gone\n',
    ],
    [
      'csv',
      'email,errorCode,note\nana,OLD,"a,\nb"\n\'-ben\n',
      'email,note,errorCode,errorMessage\n' +
        'ana,"a,\nb",USER_STATE,"no ""way"",\nana\\u001b[2J\tis gone"\n' +
        '\'-ben,,USER_STATE,"no ""way"",\nana\\u001b[2J\tis gone"\n',
    ],
    [
      'ndjson',
      '{"email":"ana","roles":["a"],"n":1,"errorCode":"OLD"}\n',
      '{"email":"ana","roles":["a"],"n":1,"errorCode":"USER_STATE","errorMessage":"no \\"way\\",\\nana\\u001b[2J\\tis gone"}\n',
    ],
    [
      'json',
      '[{"email":"ana"},{"email":"ben"}]',
      '[\n{"email":"ana","errorCode":"USER_STATE","errorMessage":"no \\"way\\",\\nana\\u001b[2J\\tis gone"},\n' +
        '{"email":"ben","errorCode":"USER_STATE","errorMessage":"no \\"way\\",\\nana\\u001b[2J\\tis gone"}\n]\n',
    ],
  ];
  for (const [format, content, expected] of FORMATS) {
    it(`writes rows of ${format} as they were read, with the error, and can be used as input again`, async () => {
      const text = await written(content, format);
      const values = async (source: string) => (await rowsOf(source, format)).rows.map((row) => row.values);
      expect([text, await values(text)]).to.deep.equal([expected, await values(content)]);
    });
  }

  it('is a complete file of its format if no row failed', async () => {
    expect([await written('', 'text'), await written('email\n', 'csv'), await written('[]', 'json')]).to.deep.equal([
      '',
      'email,errorCode,errorMessage\n',
      '[]\n',
    ]);
  });

  it('can be read by its owner only', async function () {
    if (process.platform === 'win32') this.skip();
    await written('ana\n', 'text');
    expect((await stat(path())).mode & 0o777).to.equal(0o600);
  });

  it('refuses an existing file, and leaves it unchanged', async () => {
    await writeFile(path(), 'mine');
    const refused = await rejection(openFailuresFile(path(), 'text'));
    expect([refused, await readFile(path(), 'utf8')]).to.deep.equal([
      {
        code: 'FILE_EXISTS',
        message: `${JSON.stringify(path())} already exists`,
        hint: 'Specify a new file: --failures FILE',
      },
      'mine',
    ]);
  });
});
