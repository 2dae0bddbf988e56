import { apiMetric } from '../metrics/api-metric.ts';
import { percentOf } from '../metrics/percent-of.ts';
import type { Watched } from '../metrics/watched.ts';
import type { AlarmDefinition } from './alarm-definition.ts';

/** Ten times what the promise allows: the burn alarms see what is slower, this one sees it at once. */
const FAILED_PERCENT = 1;

/** Requests a minute: of fewer, one that fails is more than that. */
const REQUESTS = 100;

/** The alarm on what callers get of the HTTP API, whatever function it was of. */
export const apiAlarms = ({ apiId }: Watched): AlarmDefinition[] =>
  apiId === undefined
    ? []
    : [
        {
          id: 'api-errors',
          section: 'api-errors',
          summary: `More than ${FAILED_PERCENT} % of all requests are answered with a 5xx.`,
          metric: percentOf({
            label: '5xx in percent of requests',
            part: apiMetric(apiId, '5xx'),
            whole: apiMetric(apiId, 'Count'),
            atLeast: REQUESTS,
          }),
          is: 'above',
          threshold: FAILED_PERCENT,
          periods: { breaching: 2, of: 3 },
          silence: 'all is well',
          troublesSale: true,
        },
      ];
