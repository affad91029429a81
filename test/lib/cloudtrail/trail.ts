/** Records of CloudTrail in the form that AWS documents: "Example Amazon Cognito events" in the developer guide. */

const COMMON = {
  eventVersion: '1.08',
  eventSource: 'cognito-idp.amazonaws.com',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.1',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
};

/** A call of the API by an app, on behalf of a user. */
export function userCall(sub: string | undefined, eventTime: string, fields: object = {}): object {
  return {
    ...COMMON,
    userIdentity: { type: 'Unknown', principalId: 'Anonymous' },
    eventTime,
    eventName: 'InitiateAuth',
    requestParameters: {
      authFlow: 'USER_PASSWORD_AUTH',
      authParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      clientId: 'web',
    },
    responseElements: null,
    ...(sub !== undefined && { additionalEventData: { sub } }),
    requestID: 'a7d8f6c1-0000-4000-8000-000000000001',
    eventType: 'AwsApiCall',
    ...fields,
  };
}

/** A call of the API by an administrator. */
export function adminCall(sub: string, eventTime: string, poolId: string): object {
  return userCall(sub, eventTime, {
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ops/ana' },
    eventName: 'AdminGetUser',
    requestParameters: { userPoolId: poolId, username: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  });
}

/** A request to the hosted UI. */
export function pageCall(eventName: string, eventTime: string, poolId: string, form: object = {}): object {
  return {
    ...COMMON,
    userIdentity: { accountId: '111122223333' },
    eventTime,
    eventName,
    requestParameters: null,
    responseElements: null,
    additionalEventData: {
      responseParameters: { status: 302 },
      requestParameters: { client_id: ['web'], username: ['HIDDEN_DUE_TO_SECURITY_REASONS'], ...form },
      userPoolId: poolId,
    },
    requestID: 'a7d8f6c1-0000-4000-8000-000000000002',
    eventType: 'AwsServiceEvent',
  };
}
