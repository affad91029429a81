import { AdminError } from '../../errors.js';
import type { Endpoint } from './endpoint.js';

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
