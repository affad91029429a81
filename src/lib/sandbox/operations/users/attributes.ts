import { attributeRecord } from './attribute-schema.js';
import { updatedAttributes } from './attribute-update.js';
import { operation } from '../../engine/operation.js';
import type { OperationContext } from '../../engine/operation.js';
import { ATTRIBUTES, ATTRIBUTE_NAME, METADATA, ONE_USER } from '../../engine/parameters.js';
import { list, required, structure } from '../../engine/shape.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

const UpdateRequest = structure({ ...ONE_USER, ...METADATA, UserAttributes: required(ATTRIBUTES) });

export const AdminUpdateUserAttributes = operation(UpdateRequest, (context, input) =>
  changeAttributes(context, input, attributeRecord(input.UserAttributes)),
);

const DeleteRequest = structure({ ...ONE_USER, UserAttributeNames: required(list(ATTRIBUTE_NAME)) });

export const AdminDeleteUserAttributes = operation(DeleteRequest, (context, input) =>
  changeAttributes(context, input, new Map(input.UserAttributeNames.map((name) => [name, '']))),
);

function changeAttributes(
  { store, now }: OperationContext,
  target: { UserPoolId: string; Username: string },
  given: ReadonlyMap<string, string>,
): Promise<object> {
  return store.update((state) => {
    const pool = requirePool(state, target.UserPoolId);
    const user = requireUser(pool, target.Username);
    const { attributes, pending } = updatedAttributes(pool, user, given);
    user.attributes = attributes;
    if (Object.keys(pending).length > 0) user.pending = pending;
    else delete user.pending;
    user.modifiedAt = now().getTime();
    return {};
  });
}
