/**
 * Names that carry a rule. Each is made by one parser, in `conventions/` or `config/fields/`, and cannot be made otherwise, so that a
 * function which takes one need not check it again. A name read back from the directory is a plain string: the
 * directory may hold anything.
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
/** The tenant that isolates a user, such as `tenant_001`. */
export type TenantId = Branded<'TenantId'>;
/** A role that the context's conventions name, such as `itsm_agent`. */
export type RoleName = Branded<'RoleName'>;
/** A department ID of StackFlow's organisation structure. */
export type DepartmentId = Branded<'DepartmentId'>;
/** A well-formed address, its domain approved where the conventions list domains. */
export type EmailAddress = Branded<'EmailAddress'>;
/** A URL that Cognito accepts as a callback or logout URL. */
export type ClientUrl = Branded<'ClientUrl'>;
