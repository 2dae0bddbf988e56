import type { PutTargetsCommandOutput } from '@aws-sdk/client-eventbridge';
import { BadSettingError } from '../../aws/local-aws-error.ts';

/**
 * PutTargets answers 200 for what it refuses.
 * @throws BadSettingError with EventBridge's own words.
 */
export const refuseFailedEntries = ({
  FailedEntries: [first] = [],
}: Pick<PutTargetsCommandOutput, 'FailedEntries'>): void => {
  if (first === undefined) return;
  throw new BadSettingError(first.ErrorMessage ?? first.ErrorCode ?? 'EventBridge refused it.');
};
