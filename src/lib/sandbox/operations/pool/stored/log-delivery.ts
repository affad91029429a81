import { operation } from '../../../engine/operation.js';
import { ARN, ONE_POOL } from '../../../engine/parameters.js';
import { invalidParameter, unavailableInTier } from '../../../engine/service-error.js';
import { list, required, string, structure } from '../../../engine/shape.js';
import { requirePool } from '../../../state/lookup.js';
import type { PoolState } from '../../../state/state.js';

const BUCKET = string({
  min: 3,
  max: 1024,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});

const SetRequest = structure({
  ...ONE_POOL,
  LogConfigurations: required(
    list(
      structure({
        LogLevel: required(string({ oneOf: ['ERROR', 'INFO'] })),
        EventSource: required(string({ oneOf: ['userNotification', 'userAuthEvents'] })),
        CloudWatchLogsConfiguration: structure({ LogGroupArn: ARN }),
        S3Configuration: structure({ BucketArn: BUCKET }),
        FirehoseConfiguration: structure({ StreamArn: ARN }),
      }),
      { max: 2 },
    ),
  ),
});

/** Replaces the configuration. The sandbox writes no log. */
export const SetLogDeliveryConfiguration = operation(SetRequest, ({ store }, { UserPoolId, LogConfigurations }) =>
  store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    const sources = LogConfigurations.map(({ EventSource }) => EventSource);
    if (new Set(sources).size < sources.length) throw invalidParameter('An EventSource can be configured once.');
    // Documented: the activity of users is exported on the Plus tier.
    if (sources.includes('userAuthEvents') && pool.settings.UserPoolTier !== 'PLUS') {
      throw unavailableInTier('The log of userAuthEvents needs the Plus tier of the user pool.');
    }
    pool.logDelivery = LogConfigurations;
    return logResponse(UserPoolId, pool);
  }),
);

export const GetLogDeliveryConfiguration = operation(structure(ONE_POOL), async ({ store }, { UserPoolId }) =>
  logResponse(UserPoolId, requirePool(await store.read(), UserPoolId)),
);

function logResponse(UserPoolId: string, { logDelivery = [] }: PoolState): object {
  return { LogDeliveryConfiguration: { UserPoolId, LogConfigurations: logDelivery } };
}
