import { type FunctionId, rolePermissions } from '@willcall/topology';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ComputeResources } from '../compute-resources.ts';
import { resourceArn } from './resource-arn.ts';

import { allow } from './statement.ts';

/** The statements of a function's role in a stage. */
export const roleStatements = (id: FunctionId, stage: ComputeResources): PolicyStatement[] =>
  rolePermissions(id).flatMap(({ service, actions, resources }) => {
    const arns = resources
      .map((resource) => resourceArn(resource, stage))
      .filter((arn) => arn !== undefined);
    return arns.length === 0 ? [] : [allow(service, actions, arns)];
  });
