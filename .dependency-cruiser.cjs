const optionalImports = require('./scripts/build/optional-imports.json');

/**
 * The structure of src/lib, low rank to high: a file imports lower ranks or its own folder only, without cycles.
 * `docs/architecture.md` describes the same list; this file enforces it.
 */
const ranks = [
  ['errors.ts', 'model'],
  ['text'],
  ['files'],
  ['output'],
  ['conventions', 'config', 'sandbox', 'prompt'],
  ['cognito', 'approvals'],
  ['directory.ts'],
  ['named-directory.ts'],
  ['history'],
  ['changes'],
  ['groups', 'providers'],
  ['users', 'client', 'pool'],
  ['pool-spec', 'permissions', 'tokens', 'grants'],
  ['input', 'checks', 'undo'],
  ['reviews'],
  ['plans', 'cloudtrail'],
  ['runs', 'imports', 'reports', 'stale'],
  ['backups', 'tenants'],
  ['library', 'mcp', 'cli'],
];

const pathOf = (folder) => (folder.endsWith('.ts') ? `^src/lib/${folder.replace('.', '\\.')}$` : `^src/lib/${folder}/`);
const anyOf = (folders) => folders.map(pathOf).join('|');

const rankRules = ranks.flatMap((folders, rank) =>
  folders.map((folder) => ({
    name: `rank-${folder}`,
    comment: 'A file imports only lower ranks or its own folder.',
    severity: 'error',
    from: { path: pathOf(folder) },
    to: {
      path: [anyOf(ranks.slice(rank).flat()), '^src/commands/'],
      pathNot: pathOf(folder),
    },
  })),
);

module.exports = {
  forbidden: [
    ...rankRules,
    {
      name: 'every-file-has-a-rank',
      comment: 'Every file under src/lib belongs to a folder that has a rank.',
      severity: 'error',
      from: { path: '^src/lib/', pathNot: anyOf(ranks.flat()) },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'commands-stand-alone',
      comment: 'What two commands share belongs in a folder of src/lib.',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'sdk-only-in-cognito',
      comment: 'SDK clients are made in one place. Types may be used anywhere; they cost nothing at run time.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/cognito/' },
      to: { path: 'node_modules/@aws-sdk|^@aws-sdk', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/lib/' }, to: {} },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only-listed-packages',
      comment: 'What a library happens to install may be gone with its next version.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-what-the-bundle-carries',
      comment: 'The package is installed without dependencies, and the build does not bundle these.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: `node_modules/(${Object.keys(optionalImports).join('|')})/`, dependencyTypesNot: ['type-only'] },
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
