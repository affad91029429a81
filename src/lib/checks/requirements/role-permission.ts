import { listed } from '../../text/listed.js';
import { otherAnswer, type Reader } from './reading.js';
import { type Demand, met, notChecked, notMet, type Requirement } from './requirement.js';

/** What a principal should be allowed. */
export interface Asked {
  /** The ARN of a role or user. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** What a policy of the resource itself could do all the same, which a simulation does not look at. */
const RESOURCE_POLICY_CAVEAT = 'a resource policy could still refuse';
const GRANT_CAVEAT = '; a resource policy could still allow it';

/**
 * Whether the policies of a principal allow an action, as IAM's simulation says. That covers its identity policies, its
 * permissions boundary and the policies of the organization, but not those of the resource.
 */
export async function rolePermission(reader: Reader, demand: Demand, asked: Asked): Promise<Requirement> {
  const { principal, action, resource } = asked;
  const operation = 'iam:SimulatePrincipalPolicy';
  const found = await reader.find(operation, {
    PolicySourceArn: principal,
    ActionNames: [action],
    ResourceArns: [resource],
  });
  if ('unread' in found) return notChecked(demand, found.unread);
  if (found.value === undefined) return notMet(demand, `there is no ${principal}`);
  const [result, ...others] = found.value.EvaluationResults ?? [];
  const isAbout = result?.EvalActionName === action && (result.EvalResourceName ?? resource) === resource;
  if (!isAbout || others.length > 0) return notChecked(demand, otherAnswer(operation));
  const missing = result.MissingContextValues ?? [];
  if (missing.length > 0) {
    return notChecked(demand, { reason: `it depends on ${listed(missing)} of the request`, permission: null });
  }
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) {
    return notMet(demand, `a policy of the organization does not allow ${action}`);
  }
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) {
    return notMet(demand, `the permissions boundary of ${principal} does not allow ${action}`);
  }
  if (result.EvalDecision === 'allowed') {
    return met(demand, `the policies of ${principal} allow it; ${RESOURCE_POLICY_CAVEAT}`);
  }
  if (result.EvalDecision !== 'implicitDeny' && result.EvalDecision !== 'explicitDeny') {
    return notChecked(demand, otherAnswer(operation));
  }
  // Within an account, a resource policy may allow what no policy of the principal does.
  const why =
    result.EvalDecision === 'explicitDeny' ? 'a policy denies it' : `none of its policies allows it${GRANT_CAVEAT}`;
  return notMet(demand, `${principal} may not: ${why}`);
}
