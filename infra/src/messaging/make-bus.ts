import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { busName } from '../definitions/buses.ts';
import type { StageName } from '../definitions/stage.ts';

/**
 * The bus, and an archive that its events can be replayed from. Schemas are not discovered: they stand
 * in `shared/contracts`, and discovery is paid for by the event.
 */
export const makeBus = (
  scope: Construct,
  stage: StageName,
  { retention }: Pick<StageConfiguration, 'retention'>,
): EventBus => {
  const bus = new EventBus(scope, 'Bus', { eventBusName: busName(stage) });
  bus.archive('Archive', {
    archiveName: `willcall-${stage}-events`,
    // Not what subscribers may put on it.
    eventPattern: { source: ['willcall'] },
    retention: Duration.days(retention.archiveDays),
  });
  return bus;
};
