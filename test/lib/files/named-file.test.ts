import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { expect } from 'chai';

import { keyInFile } from '../../../src/lib/approvals/ssh-keygen.js';
import { connectionAgent } from '../../../src/lib/cognito/connection/connection-agent.js';
import { readNamedFile } from '../../../src/lib/files/named-file.js';
import { readCheckpoint } from '../../../src/lib/history/checkpoint.js';
import { readHeadFile } from '../../../src/lib/history/export/head-file.js';
import { openSource } from '../../../src/lib/input/decode/open-source.js';
import { readLogFile } from '../../../src/lib/imports/jobs/job-log.js';
import { readPlan } from '../../../src/lib/plans/read-plan.js';
import { loadPoolFile } from '../../../src/lib/pool-spec/source/load-pool-file.js';
import { readReviewFile } from '../../../src/lib/reviews/review-file.js';
import { openFailuresFile } from '../../../src/lib/runs/result-files/failures-file.js';
import { readTokenRules } from '../../../src/lib/sandbox/doors/token-rules-file.js';
import { issuerFromFile } from '../../../src/lib/tokens/pool-keys.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { type Refusal, rejection } from '../conventions/refusal.js';

describe('a file that the user names', () => {
  const folder = temporaryFolder();
  const pipe = () => folder.path('pipe');
  const stdin = Readable.from([]);
  const live = { ...openTestDirectory().endpoint, requestHandler: undefined };

  const READ: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
    'public keys (--jwks)': (file) => issuerFromFile(openTestDirectory(), file),
    'a plan': (file) => readPlan(file),
    'a review': (file) => readReviewFile(file),
    'a checkpoint (--checkpoint)': (file) => readCheckpoint(file),
    'a head file (--head-file)': (file) => readHeadFile(file),
    'the log of an import job (--log)': (file) => readLogFile(file).next(),
    'token rules (--token-rules)': (file) => readTokenRules(file),
    'a key (--key)': (file) => keyInFile(file, false),
    'certificates (AWS_CA_BUNDLE)': (file) => connectionAgent({ ...live, aws: { caBundle: file } }),
    'a pool, or a baseline': (file) => loadPoolFile(file, stdin),
    'rows, or a log of CloudTrail': (file) => openSource(file, stdin),
  };

  /** The error of an act that must not wait for the other end of the pipe. A wait is ended, so that the test ends too. */
  async function refusalAtOnce(act: () => Promise<unknown>, otherEnd: number): Promise<Refusal> {
    let hasWaited = false;
    const releasing = setInterval(() => {
      hasWaited = true;
      void open(pipe(), otherEnd | constants.O_NONBLOCK).then(
        (handle) => handle.close(),
        () => undefined,
      );
    }, 1_000);
    try {
      const error = await rejection(act());
      expect(hasWaited, 'whether it has waited').to.equal(false);
      return error;
    } finally {
      clearInterval(releasing);
    }
  }

  describe('as a named pipe', () => {
    beforeEach(function () {
      if (process.platform === 'win32') this.skip();
      execFileSync('mkfifo', [pipe()]);
    });

    for (const [what, read] of Object.entries(READ)) {
      it(`is refused without waiting for a writer: ${what}`, async () => {
        const { code, message } = await refusalAtOnce(() => read(pipe()), constants.O_WRONLY);
        expect([code, message.endsWith(`${JSON.stringify(pipe())}: it is not a file`)], message).to.deep.equal([
          'USAGE',
          true,
        ]);
      });
    }

    it('is refused without waiting for a reader: failed rows of a resumed run (--failures)', async () => {
      const { code } = await refusalAtOnce(
        () => openFailuresFile(pipe(), 'text', { replace: true }),
        constants.O_RDONLY,
      );
      expect(code).to.equal('USAGE');
    });
  });

  it('is read as it is', async () => {
    await writeFile(folder.path('file'), 'text');
    const bytes = await readNamedFile(folder.path('file'), { maxBytes: 4, hint: '' });
    expect(bytes.toString()).to.equal('text');
  });

  it('is refused if it is a folder, a device, missing or too large', async () => {
    await writeFile(folder.path('file'), 'text');
    const messages = ['.', '/dev/zero', folder.path('none'), folder.path('file')].map(async (file) => {
      const error = await rejection(readNamedFile(file, { what: 'the keys', maxBytes: 3, hint: 'Check it.' }));
      return [error.code, error.message.replace(`${folder.path('')}/`, ''), error.hint].join(' ');
    });
    expect(await Promise.all(messages)).to.deep.equal([
      'USAGE cannot read the keys ".": it is not a file Check it.',
      'USAGE cannot read the keys "/dev/zero": it is not a file Check it.',
      'USAGE cannot read the keys "none": there is no such file or folder Check it.',
      'USAGE cannot read the keys "file": it is larger than 3 bytes Check it.',
    ]);
  });
});
