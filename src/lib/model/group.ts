import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';

/** A group of a user pool as sf-admin shows it. The names are the JSON contract; a missing setting is `null`. */
export interface Group {
  readonly name: string;
  readonly description: string | null;
  /** Of a user's groups, the one with the lowest number comes first in tokens. */
  readonly precedence: number | null;
  /** The IAM role that an identity pool gives to the group's users. */
  readonly roleArn: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

/** The settings of a group that can be changed. Cognito cannot rename one. */
export type GroupSettings = Pick<Group, 'description' | 'precedence' | 'roleArn'>;

/** A group as Cognito returns it. */
export function groupFrom(group: GroupType): Group {
  return {
    name: group.GroupName ?? '',
    // An empty description is how one is removed.
    description: group.Description === undefined || group.Description === '' ? null : group.Description,
    precedence: group.Precedence ?? null,
    roleArn: group.RoleArn ?? null,
    createdAt: group.CreationDate?.toISOString() ?? null,
    updatedAt: group.LastModifiedDate?.toISOString() ?? null,
  };
}
