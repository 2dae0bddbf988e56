import { LOCAL_ACCOUNT } from '../local-account.ts';
import type { AccessRequest } from './access-requests.ts';

/** An action, such as `dynamodb:PutItem`, on ARNs that can end with a `*`. */
type Permission = { readonly action: string; readonly resources: readonly string[] };

/** A role as IAM sees it. */
export type Role = {
  /** The caller, as IAM's messages name it. */
  readonly principal: string;
  allows(request: AccessRequest): boolean;
};

/** Creates the role that a function of the same name has assumed. It allows only its permissions. */
export const createAssumedRole = (name: string, permissions: readonly Permission[]): Role => ({
  principal: `arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${name}/${name}`,
  allows: ({ action, resource }) =>
    permissions.some(
      (permission) =>
        permission.action === action &&
        permission.resources.some((pattern) => covers(pattern, resource)),
    ),
});

const covers = (pattern: string, resource: string): boolean =>
  pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;
