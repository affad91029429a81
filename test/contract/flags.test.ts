import { fileURLToPath } from 'node:url';

import { type Command, Config } from '@oclif/core';
import { expect } from 'chai';

import { type CommandType, everyCommand } from './every-command.js';
import { expectSnapshot } from './snapshot.js';

function sorted<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What scripts rely on: the name of each argument and flag, and the values that it accepts. */
function contractOf(Class: CommandType): object {
  return {
    // Not sorted: the order of arguments is part of the contract.
    args: Object.fromEntries(
      Object.entries(Class.args).map(([name, { required, multiple }]) => [
        name,
        { required: required ?? false, multiple: multiple ?? false },
      ]),
    ),
    flags: Object.fromEntries(
      sorted({ ...Class.baseFlags, ...Class.flags }).map(([name, flag]) => [name, flagContract(flag)]),
    ),
  };
}

function flagContract(flag: Command.Flag.Any | CommandType['flags'][string]): object {
  const { char, type, required, exclusive } = flag;
  const preset: unknown = flag.default;
  const option = flag.type === 'option' ? flag : undefined;
  return {
    type,
    ...(char === undefined ? {} : { char }),
    ...(required === true ? { required } : {}),
    ...(option?.multiple === true ? { multiple: true } : {}),
    ...(option?.options === undefined ? {} : { options: option.options }),
    ...(exclusive === undefined ? {} : { exclusive: [...exclusive].sort() }),
    ...(preset === undefined || preset === false ? {} : { default: preset }),
  };
}

describe("the commands' arguments and flags", () => {
  it('match the snapshot', async () => {
    const commands = await everyCommand();
    await expectSnapshot('flags', Object.fromEntries(commands.map(([name, Class]) => [name, contractOf(Class)])));
  });

  it('never read an argument from stdin, which may contain a password', async () => {
    const takers = (await everyCommand()).flatMap(([name, { args }]) =>
      Object.entries(args)
        .filter(([, { ignoreStdin }]) => ignoreStdin !== true)
        .map(([argument]) => `${name} ${argument}`),
    );
    expect(takers).to.deep.equal([]);
  });

  it('all have a summary for --help', async () => {
    const silent = (await everyCommand()).flatMap(([name, Class]) => [
      ...(Class.summary === undefined ? [name] : []),
      ...sorted({ ...Class.baseFlags, ...Class.flags })
        .filter(([, flag]) => flag.summary === undefined)
        .map(([flag]) => `${name} --${flag}`),
    ]);
    expect(silent).to.deep.equal([]);
  });

  it('have a one-letter form only for the four most common flags', async () => {
    const letters = (await everyCommand()).flatMap(([, Class]) =>
      sorted({ ...Class.baseFlags, ...Class.flags }).flatMap(([name, { char }]) =>
        char === undefined ? [] : [`-${char} --${name}`],
      ),
    );
    expect([...new Set(letters)].sort()).to.deep.equal(['-c --context', '-o --output', '-q --quiet', '-y --yes']);
  });

  it('are in the manifest, by which the installed program finds its commands', async () => {
    const config = await Config.load(fileURLToPath(new URL('../../package.json', import.meta.url)));
    const known = config.commandIDs.map((id) => id.replaceAll(':', ' ')).sort();
    expect(known).to.deep.equal((await everyCommand()).map(([name]) => name).sort());
  });

  it('do not sort or pick the columns of what a command changed', async () => {
    for (const [name, { flags }] of await everyCommand()) {
      if (!('dry-run' in { ...flags })) continue;
      for (const flag of ['sort', 'desc', 'columns']) {
        const { exclusive } = (flags[flag] ?? { exclusive: ['none'] }) as { exclusive?: string[] };
        expect(exclusive, `${name} --${flag}`).not.to.equal(undefined);
      }
    }
  });
});
