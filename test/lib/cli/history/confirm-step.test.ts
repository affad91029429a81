import { expect } from 'chai';

import { confirmStep } from '../../../../src/lib/cli/history/confirm-step.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { ScriptedPrompter } from '../../../helpers/scripted-prompter.js';
import { rejection } from '../../conventions/refusal.js';

describe('confirmStep', () => {
  const directory = openTestDirectory();
  const step = { what: 'create table history', preview: '--dry-run' };
  const asking = (yes: boolean, ...answers: boolean[]) => {
    const prompter = new ScriptedPrompter(answers);
    const cli = { flags: { yes }, prompter } as unknown as Parameters<typeof confirmStep>[0];
    return { prompter, done: confirmStep(cli, directory, step) };
  };

  it('asks, and returns if the answer is yes', async () => {
    const { prompter, done } = asking(false, true);
    await done;
    expect(prompter.asked.map(({ message }) => message)).to.deep.equal(['Create table history in context sandbox?']);
  });

  it('cancels with no', async () => {
    expect(await rejection(asking(false, false).done)).to.include({ code: 'CANCELLED', hint: 'Nothing was changed.' });
  });

  it('does not ask with --yes', async () => {
    const { prompter, done } = asking(true);
    await done;
    expect(prompter.asked).to.deep.equal([]);
  });

  it('is refused without a terminal, and says how to see and confirm it', async () => {
    const cli = { flags: { yes: false }, prompter: undefined } as unknown as Parameters<typeof confirmStep>[0];
    expect(await rejection(confirmStep(cli, directory, step))).to.include({
      code: 'CONFIRMATION_REQUIRED',
      hint: 'To see what would be done: --dry-run\nTo confirm: --yes',
    });
  });
});
