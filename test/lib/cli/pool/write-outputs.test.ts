import { expect } from 'chai';

import { writeOutputs } from '../../../../src/lib/cli/pool/write-outputs.js';
import { memoryStreams } from '../../output/memory-streams.js';

describe('writeOutputs', () => {
  for (const [flags, text] of [
    [{ json: false, output: 'env' }, 'A=1\nB=\\u001b\n'],
    [{ json: false, output: 'json' }, '{\n  "a": 1\n}\n'],
    [{ json: true, output: 'env' }, '{\n  "a": 1\n}\n'],
    [{ json: false, output: 'yaml' }, 'a: 1\n'],
  ] as const) {
    it(`writes ${flags.json ? '--json' : flags.output}`, async () => {
      const { streams, out } = memoryStreams();
      await writeOutputs({ a: 1 }, 'A=1\nB=\u001b', { flags, streams });
      expect(out()).to.equal(text);
    });
  }
});
