/**
 * The house, low rank to high: a file imports only lower ranks or its own folder, and nothing in a circle.
 * `docs/architecture.md` has the same list in words; this file is what holds it.
 */
const ranks = [
  ['errors.ts', 'model'],
  ['files', 'text', 'steady-heap.ts'],
  ['output'],
  ['conventions', 'config', 'sandbox', 'prompt'],
  ['cognito'],
  ['directory.ts'],
  ['history'],
  ['changes'],
  ['users', 'client', 'pool'],
  ['batch', 'checks', 'undo'],
  ['imports'],
  [
    'admin-command.ts',
    'change-command.ts',
    'batch-command.ts',
    'args.ts',
    'flags.ts',
    'interrupt.ts',
    'report-error.ts',
    'main.ts',
    'hooks',
  ],
];

const pathOf = (room) =>
  room.endsWith('.ts') ? `^src/lib/${room.replace('.', '\\.')}$` : `^src/lib/${room}/`;
const anyOf = (rooms) => rooms.map(pathOf).join('|');

const rankRules = ranks.flatMap((rooms, rank) =>
  rooms.map((room) => ({
    name: `rank-${room}`,
    comment: 'A file imports only lower ranks or its own folder.',
    severity: 'error',
    from: { path: pathOf(room) },
    to: {
      path: [anyOf(ranks.slice(rank).flat()), '^src/commands/'],
      // Files of the top rank may use one another; elsewhere a room may use only itself.
      pathNot: rank === ranks.length - 1 ? anyOf(rooms.concat(ranks[rank])) : pathOf(room),
    },
  })),
);

module.exports = {
  forbidden: [
    ...rankRules,
    {
      name: 'every-file-has-a-room',
      comment: 'A file under src/lib belongs to a room that has a rank.',
      severity: 'error',
      from: { path: '^src/lib/', pathNot: anyOf(ranks.flat()) },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'commands-stand-alone',
      comment: 'What two commands share belongs in a room of src/lib.',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'sdk-only-in-cognito',
      comment:
        'SDK clients are made in one place. Types may be used anywhere; they cost nothing at run time.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/cognito/' },
      to: { path: 'node_modules/@aws-sdk|^@aws-sdk', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/lib/' }, to: {} },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
