import { openDeployedTarget } from './deployed-target.ts';
import type { LoadTarget } from './load-target.ts';
import { openLocalTarget } from './local-target.ts';
import { openLocalStackTarget } from './localstack-target.ts';
import type { TargetOption } from './target-option.ts';

/** @throws LocalAwsError in a sentence when it is not there and cannot be started */
export const openTarget = async (option: TargetOption): Promise<LoadTarget> => {
  switch (option.kind) {
    case 'local':
      return await openLocalTarget();
    case 'localstack':
      return await openLocalStackTarget();
    case 'deployed':
      return await openDeployedTarget(option);
  }
};
