import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';

const { prod } = stageConfigurations;

/** A stage with every setting that a stage can have, at the values that make the most resources. */
export const everySetting: Required<StageConfiguration> = {
  ...prod,
  retention: { ...prod.retention, logs: RetentionDays.ONE_MONTH },
  pollers: { kind: 'maximum-concurrency' },
  schemaDiscovery: true,
  keys: { kind: 'customer' },
  purchaseIdKeys: { kind: 'secret' },
  payments: { mode: 'live', callsPerSecond: 50 },
  alarms: {
    kind: 'alarms',
    email: 'ops@tickets.example',
  },
  deployment: 'canary',
  edge: 'deployed',
  identity: { kind: 'cognito', mailFrom: 'tickets@tickets.example' },
  browserOrigins: ['https://www.tickets.example'],
  firewall: { perAddress: 2_000, perToken: 600 },
  domain: {
    name: 'tickets.example',
    certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/example',
  },
  page: true,
  originSecrets: [1, 2],
};
