import { defined } from '../../../model/defined.js';
import { recordsEvents } from '../../sign-in/auth-event.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, orderedPage } from '../../engine/page.js';
import { ONE_USER } from '../../engine/parameters.js';
import { ServiceError } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import type { AuthEventState } from '../../state/state.js';
import { requirePool, requireUser } from '../../state/lookup.js';

const Request = structure({ ...ONE_USER, MaxResults: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

/** Newest first. Refused if the pool has no threat protection, even if events were recorded before. */
export const AdminListUserAuthEvents = operation(Request, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  if (!recordsEvents(pool)) {
    throw new ServiceError(
      'UserPoolAddOnNotEnabledException',
      `User pool add-ons are not enabled for user pool ${input.UserPoolId}.`,
    );
  }
  const user = requireUser(pool, input.Username);
  const events = new Map([...(user.authEvents ?? [])].reverse().map((event) => [event.id, event]));
  const { keys, nextToken } = orderedPage([...events.keys()], {
    list: ['events', input.UserPoolId, user.username],
    token: input.NextToken,
    size: input.MaxResults,
  });
  const page = [...events.values()].filter(({ id }) => keys.includes(id));
  return { AuthEvents: page.map(eventResponse), ...defined({ NextToken: nextToken }) };
});

/** `AuthEventType`. The sandbox never sees a risk. */
function eventResponse({ id, at, response, password, place }: AuthEventState): object {
  return {
    EventId: id,
    EventType: 'SignIn',
    CreationDate: epochSeconds(at),
    EventResponse: response,
    EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
    ChallengeResponses: [{ ChallengeName: 'Password', ChallengeResponse: password }],
    EventContextData: {
      IpAddress: place.ip,
      DeviceName: place.deviceType,
      ...defined({ City: place.city }),
      Country: place.country,
    },
  };
}
