import { AdminError } from '../errors.js';
import type { GroupName } from '../model/names.js';
import { parsePasted } from '../text/pasted-text.js';
import { quoted } from '../text/quoted.js';

/** API reference, GroupName: letters, marks, symbols, digits and punctuation; no space. */
const GROUP_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** The name of a group, without outer spaces. @throws AdminError USAGE for a name that Cognito does not accept */
export function parseGroupName(text: string): GroupName {
  const name = parsePasted(text, 'group', 'USAGE');
  if (GROUP_NAME.test(name)) return name as GroupName;
  throw new AdminError('USAGE', name === '' ? 'the name of the group is empty' : `invalid group name ${quoted(name)}`, {
    hint: 'A name has 1 to 128 characters and no space.',
  });
}
