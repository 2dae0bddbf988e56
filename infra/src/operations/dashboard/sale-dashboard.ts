import { AlarmStatusWidget, Dashboard, type IAlarm, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Watched } from '../metrics/watched.ts';
import { saleWidgets } from './sale-widgets.ts';
import { serviceLevelWidgets } from './service-level-widgets.ts';
import { workerWidgets } from './worker-widgets.ts';

const WHOLE = 24;

/** The dashboard that answers "How is the sale going?", from top to bottom in the order of asking. */
export const makeSaleDashboard = (
  scope: Construct,
  watched: Watched,
  alarms: readonly IAlarm[],
): Dashboard =>
  new Dashboard(scope, 'sale', {
    dashboardName: `willcall-${watched.stage}-sale`,
    widgets: [
      [
        new TextWidget({
          markdown: '# How is the sale going?\nWhat each alarm means: `infra/RUNBOOK.md`',
          width: WHOLE,
          height: 2,
        }),
      ],
      ...saleWidgets(watched),
      ...workerWidgets(watched),
      ...serviceLevelWidgets(watched),
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WHOLE, height: 5 })],
    ],
  });
