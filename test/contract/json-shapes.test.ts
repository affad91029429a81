import { expect } from 'chai';

import Whoami from '../../src/commands/whoami.js';
import ClientDescribe from '../../src/commands/client/describe.js';
import ContextList from '../../src/commands/context/list.js';
import ContextShow from '../../src/commands/context/show.js';
import TokensExchange from '../../src/commands/tokens/exchange.js';
import TokensInspect from '../../src/commands/tokens/inspect.js';
import TokensRefresh from '../../src/commands/tokens/refresh.js';
import TokensRevoke from '../../src/commands/tokens/revoke.js';
import UsersDiagnose from '../../src/commands/users/diagnose.js';
import UsersExport from '../../src/commands/users/export.js';
import UsersList from '../../src/commands/users/list.js';
import UsersSessions from '../../src/commands/users/sessions.js';
import UsersShow from '../../src/commands/users/show.js';

import { CODE, keepCode } from '../helpers/authorization-code.js';
import { whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { DEMO_PASSWORD } from '../../src/lib/sandbox/seed/seed-users.js';
import { type CommandClass, commandRunner } from '../helpers/run-command.js';
import { LINES, prepareForLines } from './command-lines.js';
import { everyCommand } from './every-command.js';
import { expectSnapshot } from './snapshot.js';

const ANA = 'ana.silva@tenant-one.example';
const JONAS = 'jonas.weber@tenant-two.example';

describe('the JSON of every command', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('has the keys and types of the snapshot', async () => {
    await prepareForLines(place());
    // For a finding of `pool check`.
    await place().call('CreateUserPoolClient', {
      ClientName: 'leaky',
      WriteAttributes: ['email', 'custom:role'],
    });
    const commands = new Map(await everyCommand());
    const shapes: Record<string, Shape[]> = {};
    const add = async (name: string, Command: CommandClass, argv: readonly string[], stdin = ''): Promise<void> => {
      const { stdout } = await run(Command, [...argv, '-o', 'json'], { stdin });
      (shapes[name] ??= []).push(shapeOf(JSON.parse(stdout)));
    };
    // An export writes one JSON object per line.
    const { stdout: users } = await run(UsersExport, []);
    shapes['users export'] = users.trimEnd().split('\n').map(parse).map(shapeOf);
    for (const [name, argv] of LINES.filter(([one]) => one !== 'users export'))
      await add(name, commands.get(name) as unknown as CommandClass, argv);
    // Commands that exit with 9, or whose JSON has two forms.
    await add('users diagnose', UsersDiagnose, ['sam.nguyen@tenant-three.example']);
    await add('users diagnose', UsersDiagnose, ['tara.iyer@tenant-three.example']);
    await add('users sessions --revoke-all', UsersSessions, ['tara.iyer@tenant-three.example', '--revoke-all']);
    const { IdToken, AccessToken } = await place().tokens(JONAS, DEMO_PASSWORD);
    await add('tokens inspect', TokensInspect, ['--use', 'id'], IdToken);
    await add('tokens inspect', TokensInspect, ['--use', 'id'], AccessToken);
    await place().edit((pool) => {
      keepCode(pool, JONAS, { redirectUri: 'https://app.example.com/' });
    });
    await whileServed(place(), async (url) => {
      const at = ['--context', 'sandbox', '--endpoint-url', url];
      const code = JSON.stringify({ code: CODE, redirectUri: 'https://app.example.com/' });
      await add('tokens exchange', TokensExchange, at, code);
      const token = await place().refreshToken(JONAS, DEMO_PASSWORD);
      await add('tokens refresh', TokensRefresh, at, token);
      await add('tokens revoke', TokensRevoke, at, token);
    });
    await add('an error', UsersShow, ['nobody@example.com']);
    await add('an error', ContextShow, ['nope']);
    await expectSnapshot(
      'json-shapes',
      Object.fromEntries(Object.entries(shapes).map(([name, ones]) => [name, ones.reduce(merged)])),
    );
  });

  it('has the same keys with -o ndjson, one object per line', async () => {
    const lines = async (Command: CommandClass, argv: readonly string[], format: string): Promise<unknown[]> => {
      const { stdout } = await run(Command, [...argv, '-o', format]);
      if (format === 'ndjson') return stdout.trimEnd().split('\n').map(parse);
      const value = parse(stdout);
      return Array.isArray(value) ? (value as unknown[]) : [value];
    };
    for (const [Command, argv] of [
      [UsersList, []],
      [UsersShow, [ANA]],
      [ClientDescribe, []],
      [Whoami, []],
    ] as const) {
      expect(await lines(Command, argv, 'ndjson')).to.deep.equal(await lines(Command, argv, 'json'));
    }
  });

  it('has the same keys for a listed user as for a shown user', async () => {
    const [listed] = parse((await run(UsersList, ['--limit', '1', '-o', 'json'])).stdout) as object[];
    const shown = parse((await run(UsersShow, [ANA, '-o', 'json'])).stdout) as object;
    expect(Object.keys(shown).slice(0, Object.keys(listed!).length)).to.deep.equal(Object.keys(listed!));
  });

  it('has the same keys for a context from the file as for a built-in one', async () => {
    await whileServed(place(), (url) => writeLiveContext(place(), url));
    const contexts = parse((await run(ContextList, ['-o', 'json'])).stdout) as Record<string, unknown>[];
    const always = ['name', 'kind', 'poolId', 'protected', 'conventions', 'current'];
    expect(contexts.map((context) => always.filter((key) => !(key in context)))).to.deep.equal([[], [], []]);
  });
});

function parse(text: string): unknown {
  return JSON.parse(text) as unknown;
}

/** A type name, or `a|b` for one of several; the shape of a list's elements; an object's keys, optional ones with `?`. */
type Shape = string | readonly [Shape] | readonly [] | ShapeObject;

interface ShapeObject {
  readonly [key: string]: Shape;
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.map(shapeOf).reduce(merged)];
  if (typeof value !== 'object') return typeof value;
  if (value === null) return 'null';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]));
}

function merged(one: Shape, other: Shape): Shape {
  if (typeof one === 'string' && typeof other === 'string') return names(one, other);
  if (isList(one) && isList(other)) {
    const [first] = one;
    const [second] = other;
    if (first === undefined) return other;
    return second === undefined ? one : [merged(first, second)];
  }
  if (typeof one === 'object' && typeof other === 'object' && !isList(one) && !isList(other)) {
    return mergedObjects(one, other);
  }
  return names(nameOf(one), nameOf(other));
}

function mergedObjects(one: ShapeObject, other: ShapeObject): Shape {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)].map((key) => key.replace(/\?$/, '')));
  return Object.fromEntries(
    [...keys].map((key): [string, Shape] => {
      const shapes = [one[key] ?? one[`${key}?`], other[key] ?? other[`${key}?`]].filter(
        (shape) => shape !== undefined,
      );
      const isAlways = key in one && key in other;
      return [isAlways ? key : `${key}?`, shapes.reduce(merged)];
    }),
  );
}

function isList(shape: Shape): shape is readonly [Shape] | readonly [] {
  return Array.isArray(shape);
}

function nameOf(shape: Shape): string {
  return typeof shape === 'string' ? shape : isList(shape) ? 'list' : 'object';
}

function names(...types: readonly string[]): string {
  return [...new Set(types.flatMap((type) => type.split('|')))].sort().join('|');
}
