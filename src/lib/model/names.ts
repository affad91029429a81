/**
 * Strings that satisfy a rule. Each is made by one parser, in `conventions/` or `config/fields/`, so that a function that
 * takes one need not check it again. A name that was read from the user pool is a plain string: the pool may hold anything.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The ID of a user pool, `<region>_<id>`. */
export type PoolId = Branded<'PoolId'>;
/** The ID of an app client. */
export type ClientId = Branded<'ClientId'>;
/** An AWS region, such as `us-east-1`. */
export type Region = Branded<'Region'>;
/** A URL of http or https without a user name and password. */
export type EndpointUrl = Branded<'EndpointUrl'>;
/** The tenant that a user belongs to, such as `tenant_001`. Made by `parseTenant`. */
export type TenantId = Branded<'TenantId'>;
/** A role of the context's conventions, such as `itsm_agent`. Made by `parseRoles`. */
export type RoleName = Branded<'RoleName'>;
/** A department ID of StackFlow's organisation structure. Made by `parseDepartment`. */
export type DepartmentId = Branded<'DepartmentId'>;
/** A well-formed address; if the conventions list domains, in one of them. Made by `parseEmail`. */
export type EmailAddress = Branded<'EmailAddress'>;
/** The name of a group, which Cognito accepts. Made by `parseGroupName`. */
export type GroupName = Branded<'GroupName'>;
/** A URL that Cognito accepts as a callback or logout URL. Made by `parseClientUrl`. */
export type ClientUrl = Branded<'ClientUrl'>;
