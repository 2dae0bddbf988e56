import { type FunctionId, rolePermissions } from '@willcall/topology';
import type { StageEnvironment } from '../../stage/stage-environment.ts';
import { LOCAL_ACCOUNT } from '../lambda/lambda-context.ts';
import type { AccessRequest } from './access-request.ts';
import { resourceArn } from './resource-arn.ts';

/** The role of a function as IAM sees it. */
export type Role = {
  /** Who calls, as IAM's messages name them. */
  readonly principal: string;
  allows(request: AccessRequest): boolean;
};

/** The role of a function as it is deployed, for the resources that its environment names. */
export const roleOf = (id: FunctionId, environment: StageEnvironment): Role => {
  const allowed = new Map<string, string[]>();
  for (const { service, actions, resources } of rolePermissions(id)) {
    const arns = resources.flatMap((resource) => resourceArn(resource, environment) ?? []);
    for (const action of actions.map((name) => `${service}:${name}`)) {
      allowed.set(action, [...(allowed.get(action) ?? []), ...arns]);
    }
  }
  return {
    principal: `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/willcall-${id}/willcall-${id}`,
    allows: ({ action, resource }) =>
      allowed.get(action)?.some((pattern) => covers(pattern, resource)) ?? false,
  };
};

/** The patterns of our roles have a `*` at their end or none. */
const covers = (pattern: string, resource: string): boolean =>
  pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;
