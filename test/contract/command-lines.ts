const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const NEW_USER = ['nina@tenant-one.example', '--tenant', 'tenant_001', '--role', 'itsm_agent'];
const GENERATED = ['--permanent', '--generate-password'];
const URL = 'https://new.example/callback';

/** A line or two for every command that ends, in an order in which each does something and succeeds. */
export const LINES: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['users create', [...NEW_USER, ...GENERATED]],
  ['users create', [...NEW_USER, '--if-not-exists']],
  ['users show', [ANA]],
  ['users show', ['hugo.martin@tenant-one.example']],
  ['users list', []],
  ['users disable', [BEN, '--yes', '--sign-out']],
  ['users enable', [BEN]],
  ['users reset-password', [BEN, ...GENERATED]],
  ['users reset-password', [ANA, '--send-code']],
  ['users set-attributes', [BEN, '--add-role', 'cloud_admin', '--set', 'nickname=B', '--yes']],
  ['client list', []],
  ['client describe', []],
  ['client add-callback', [URL]],
  ['client remove-callback', [URL, '--yes']],
  ['client add-logout', [URL]],
  ['client remove-logout', [URL, '--yes']],
  ['pool describe', []],
  ['pool check', []],
  ['whoami', []],
  ['sandbox status', []],
  ['sandbox reset', []],
  ['context list', []],
  ['context show', ['stackflow']],
  ['context add', ['staging', '--pool-id', 'eu-west-1_AbCdEf123']],
  ['context use', ['staging']],
  ['context remove', ['staging']],
];
