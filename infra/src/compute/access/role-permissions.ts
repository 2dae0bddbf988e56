import type { FunctionId } from '../../definitions/functions.ts';
import { accessPermissions } from './access-permissions.ts';
import { functionAccess } from './function-access.ts';
import { invocationPermissions } from './invocation-permissions.ts';
import type { Permission } from './permission.ts';

/**
 * All that a function's role allows, besides its logs, its traces and the stage's own key. The deployed
 * role is made from it, and the local AWS refuses every call of the function that it does not allow.
 */
export const rolePermissions = (id: FunctionId): Permission[] => [
  ...accessPermissions(functionAccess[id]),
  ...invocationPermissions(id),
];
