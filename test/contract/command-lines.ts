import type { Place } from '../helpers/place.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const DAVID_WITH_SESSIONS = 'david.okafor@tenant-one.example';
const QUINN_TOTP = 'quinn.murphy@tenant-three.example';
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
  ['users sessions', [DAVID_WITH_SESSIONS]],
  ['users events', [BEN]],
  ['users diagnose', ['chloe.dubois@tenant-one.example']],
  ['users sign-out', [BEN]],
  ['users resend-invite', ['liam.obrien@tenant-two.example']],
  ['users reset-mfa', [QUINN_TOTP, '--yes']],
  ['users lockdown', [DAVID_WITH_SESSIONS, '--yes']],
  ['users delete', ['pedro.alvarez@tenant-three.example', '--yes']],
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

/** Gives the sandbox what the lines need and the seeded pool has not: threat protection, and an event that it recorded. */
export async function readyForLines(place: Place): Promise<void> {
  await place.edit(({ settings }) => {
    settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
  });
  await place.signIn(BEN, 'Sandbox-Demo-2026!');
}
