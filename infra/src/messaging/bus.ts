import { busName, type StageName } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnDiscoverer } from 'aws-cdk-lib/aws-eventschemas';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';

/** Makes the bus with an archive for replays, and schema discovery if configured. */
export const makeBus = (
  scope: Construct,
  stage: StageName,
  { retention, schemaDiscovery = false }: Pick<StageConfiguration, 'retention' | 'schemaDiscovery'>,
): EventBus => {
  const bus = new EventBus(scope, 'Bus', { eventBusName: busName(stage) });
  bus.archive('Archive', {
    archiveName: `willcall-${stage}-events`,
    // Leaves out events that subscribers put on the bus.
    eventPattern: { source: ['willcall'] },
    retention: Duration.days(retention.archiveDays),
  });
  if (schemaDiscovery) {
    new CfnDiscoverer(scope, 'Schemas', {
      sourceArn: bus.eventBusArn,
      description: `Schemas of the events on ${busName(stage)}`,
      crossAccount: false,
    });
  }
  return bus;
};

/** The name of a rule or a schedule in a stage, e.g. `willcall-dev-reprice`. */
export const ruleName = (stage: StageName, name: string): string => `willcall-${stage}-${name}`;
