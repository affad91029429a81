import { expect } from 'chai';

import { jobArg, newUrlsArg, recordArg, recordOrRunArg } from '../../../src/lib/cli/args.js';
import { userFilterFlags } from '../../../src/lib/cli/flags/user-filter.js';
import { rejection } from '../conventions/refusal.js';

interface Parsed {
  parse?: unknown;
}

describe('What is pasted as an argument or a search', () => {
  const pasted: [what: string, from: Parsed, text: string][] = [
    ['an import job', jobArg.job, 'import-abc'],
    ['a record', recordArg.id, '01234567'],
    ['a record to undo', recordOrRunArg.id, '01234567'],
    ['a URL', newUrlsArg.url, 'https://app.example.com/'],
    ['the start of an address', userFilterFlags['email-prefix'], 'ana@'],
  ];
  for (const [what, { parse }, text] of pasted) {
    it(`is ${what} without outer spaces, and names an invisible character with its place`, async () => {
      const read = async (typed: string) => (parse as (typed: string) => Promise<string>)(typed);
      expect(await read(` ${text} `)).to.equal(text);
      expect((await rejection(read(`${text}\u200b`))).message).to.match(
        new RegExp(` has U\\+200B ZERO WIDTH SPACE at position ${text.length + 1}$`),
      );
    });
  }
});
