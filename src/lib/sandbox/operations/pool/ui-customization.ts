import { defined } from '../../../model/defined.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { CLIENT_ID, ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, notModelled } from '../../engine/service-error.js';
import { string, structure } from '../../engine/shape.js';
import { own, requireClient, requirePool } from '../../state/lookup.js';
import type { UiState } from '../../state/pool-configuration-state.js';

/** Instead of a client ID: all clients without a customization of their own. */
const ALL = 'ALL';

/** A client without a customization of its own has that of the pool; without either, the answer is empty. */
export const GetUICustomization = operation(
  structure({ ...ONE_POOL, ClientId: CLIENT_ID }),
  async ({ store }, input) => {
    const pool = requirePool(await store.read(), input.UserPoolId);
    const { ClientId = ALL } = input;
    if (ClientId !== ALL) requireClient(pool, ClientId);
    const customizations = pool.uiCustomizations ?? {};
    const id = Object.hasOwn(customizations, ClientId) ? ClientId : ALL;
    const found = own(customizations, id);
    return { UICustomization: found ? customizationResponse(input.UserPoolId, id, found) : {} };
  },
);

const SetRequest = structure({
  ...ONE_POOL,
  ClientId: CLIENT_ID,
  CSS: string({ max: 131_072 }),
  ImageFile: string({ max: 131_072 }),
});

/** Replaces the style sheet. Undocumented: an empty or missing one removes it. */
export const SetUICustomization = operation(SetRequest, ({ store, now }, input) => {
  const { UserPoolId, ClientId = ALL, CSS = '' } = input;
  if (input.ImageFile !== undefined) throw notModelled('the logo of the hosted UI');
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    if (ClientId !== ALL) requireClient(pool, ClientId);
    // Documented: the pool must have a domain. The wording was observed.
    if (pool.settings.Domain === undefined && pool.settings.CustomDomain === undefined) {
      throw invalidParameter('There has to be an existing domain associated with this user pool');
    }
    const time = now().getTime();
    const before = own(pool.uiCustomizations ?? {}, ClientId);
    const customization: UiState = { css: CSS, createdAt: before?.createdAt ?? time, modifiedAt: time };
    pool.uiCustomizations = { ...pool.uiCustomizations, [ClientId]: customization };
    return { UICustomization: customizationResponse(UserPoolId, ClientId, customization) };
  });
});

function customizationResponse(UserPoolId: string, ClientId: string, { css, createdAt, modifiedAt }: UiState): object {
  return {
    UserPoolId,
    ClientId,
    // The version is the time of the change; its form is not documented.
    ...defined(css === '' ? {} : { CSS: css, CSSVersion: new Date(modifiedAt).toISOString() }),
    CreationDate: epochSeconds(createdAt),
    LastModifiedDate: epochSeconds(modifiedAt),
  };
}
