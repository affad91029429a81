#!/usr/bin/env node
let main;
try {
  ({ main } = await import('../dist/lib/cli/main.js'));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  // A checkout before its first build, or without its libraries. There is nothing yet that could report an error.
  process.stderr.write(
    'error: sf-admin is not built, or a library is missing\n  In its folder: npm ci && npm run build\n',
  );
  process.exit(2);
}
await main(import.meta.url);
