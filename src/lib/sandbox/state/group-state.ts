/** A group of a pool. Who is in it is kept with the users, so that a deleted user leaves all groups. */
export interface GroupState {
  description?: string;
  roleArn?: string;
  precedence?: number;
  readonly createdAt: number;
  modifiedAt: number;
}
