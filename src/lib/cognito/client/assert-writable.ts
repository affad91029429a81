import { regionOfPool } from '../../config/fields/region.js';
import { AdminError } from '../../errors.js';
import { type Endpoint, isAtAws } from './endpoint.js';

/**
 * Refuses what is about to be written through an endpoint that is opened for reading only.
 *
 * @param what the operation: one of AWS, or one of sf-admin such as `users disable`
 * @throws AdminError READ_ONLY
 */
export function assertWritable({ readOnly }: Pick<Endpoint, 'readOnly'>, what: string): void {
  if (readOnly !== true) return;
  throw new AdminError('READ_ONLY', `${what} is refused: the user pool was opened for reading only`, {
    hint: 'Nothing was changed. A dry run is possible. To allow changes: without SF_ADMIN_READ_ONLY, or the option readOnly.',
  });
}

/**
 * The primary Region of a pool at AWS that is looked at in another one. A replica has the ID of its primary, which starts with
 * the Region of the primary (API reference, example of ListUserPoolReplicas), so no request is needed to know it.
 *
 * @returns undefined if the endpoint is in the primary Region, or is not AWS
 */
export function primaryElsewhere(endpoint: Endpoint): string | undefined {
  const primary = regionOfPool(endpoint.poolId);
  return primary === endpoint.region || !isAtAws(endpoint) ? undefined : primary;
}

/**
 * Refuses to change a pool through its secondary replica, which takes no changes of users and of most settings (API reference,
 * UserPoolReplicaType).
 *
 * @throws AdminError READ_ONLY
 */
export function assertPrimary(endpoint: Endpoint): void {
  const primary = primaryElsewhere(endpoint);
  if (primary === undefined) return;
  throw new AdminError(
    'READ_ONLY',
    `user pool ${endpoint.poolId} can only be a secondary replica in ${endpoint.region}`,
    {
      hint: `Nothing was changed. A dry run is possible. To change the user pool, use its primary Region: --region ${primary}`,
    },
  );
}
