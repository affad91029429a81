import { ON_OFF, type SettingFlag, textOf } from '../../conventions/settings/setting-value.js';
import { valueAt } from '../../conventions/settings/setting-field.js';

const AT = 'AnalyticsConfiguration';

/** Amazon Pinpoint, which gets the sign-ins through the app. */
export const ANALYTICS_SETTINGS: readonly SettingFlag[] = [
  {
    flag: 'analytics-application',
    summary: 'ID of the Pinpoint project for analytics.',
    setting: valueAt('analytics.applicationId', `${AT}.ApplicationId`),
    value: textOf('ID', /^[0-9a-fA-F]+$/, 'the ID of a Pinpoint project'),
  },
  {
    flag: 'analytics-application-arn',
    summary: 'ARN of the Pinpoint project, instead of its ID.',
    setting: valueAt('analytics.applicationArn', `${AT}.ApplicationArn`),
    value: textOf('ARN', /^arn:[\w-]+:mobiletargeting:\S+$/, 'the ARN of a Pinpoint project'),
  },
  {
    flag: 'analytics-role',
    summary: 'Role that sends the analytics.',
    setting: valueAt('analytics.roleArn', `${AT}.RoleArn`),
    value: textOf('ARN', /^arn:[\w-]+:iam::\d{12}:role\/\S+$/, 'the ARN of a role'),
  },
  {
    flag: 'analytics-external-id',
    summary: 'External ID in the trust policy of that role.',
    setting: valueAt('analytics.externalId', `${AT}.ExternalId`),
    value: textOf('ID', /^[^\p{Cc}]{1,1000}$/u, 'text on one line'),
  },
  {
    flag: 'analytics-user-data',
    summary: 'Whether the analytics contain data of the user.',
    setting: valueAt('analytics.userDataShared', `${AT}.UserDataShared`, false),
    value: ON_OFF,
  },
];
