import type { FunctionId } from '@willcall/topology';
import { apiMetric, lambdaMetric, type Watched } from '../metrics/aws-metrics.ts';
import { percentageMetric, sumMetrics } from '../metrics/expressions.ts';
import { type Service, serviceMetric } from '../metrics/service-metric.ts';
import { ACCEPT_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Retryable failures do not count as errors. Each error is a timeout, a crash or a bug. */
const ERRORS_A_MINUTE = 1;

const THROTTLES_A_MINUTE = 1;

/** Functions that handle their own errors and answer 500. */
const apiServices = [
  'health',
  'accept',
  'purchases',
  'shows',
  'live-sale',
  'dead-letters-api',
  'payments',
] as const;

/** Defines the alarm on the errors of each function, and two more on `accept`. */
export const defineFunctionAlarms = (watched: Watched): AlarmDefinition[] => [
  ...Object.entries(watched.functions).map(([id, name]) =>
    defineErrorsAlarm(id as FunctionId, name, watched),
  ),
  {
    id: 'accept-throttled',
    section: 'accept-throttled',
    summary:
      'Lambda throttles accept: the concurrency of the account or of the function is used up.',
    metric: lambdaMetric(watched.functions.accept, 'Throttles'),
    comparison: 'at least',
    threshold: THROTTLES_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    affectsBuyers: true,
  },
  {
    id: 'accept-latency',
    section: 'accept-latency',
    summary: `Accepting takes more than ${ACCEPT_WITHIN_MS} ms for one purchase in a hundred.`,
    metric: lambdaMetric(watched.functions.accept, 'Duration', 'p99'),
    comparison: 'above',
    threshold: ACCEPT_WITHIN_MS,
    periods: { breaching: 4, of: 5 },
    missingData: 'not breaching',
    ignoresLowSampleCount: true,
  },
];

function defineErrorsAlarm(
  id: FunctionId,
  functionName: string,
  { stage }: Watched,
): AlarmDefinition {
  const errors = lambdaMetric(functionName, 'Errors');
  const hasOwnSection = id === 'worker' || id === 'accept';
  const service = findApiService(id);
  return {
    id: `${id}-errors`,
    section: hasOwnSection ? `${id}-errors` : 'function-errors',
    summary: `The function ${id} fails, times out or answers 500.`,
    metric:
      service === undefined
        ? errors
        : sumMetrics('errors', {
            errors,
            answered: serviceMetric({ stage, service, name: 'Problem500' }),
          }),
    comparison: 'at least',
    threshold: ERRORS_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    affectsBuyers: hasOwnSection,
  };
}

const findApiService = (id: FunctionId): Service | undefined =>
  apiServices.find((each) => each === id);

/** Ten times what the objective allows. This alarm reacts at once, the burn-rate alarms to slower failures. */
const FAILED_PERCENT = 1;

/** Requests a minute. Among fewer, a single failure is more than 1 %. */
const REQUESTS = 100;

/** Defines the alarm on the HTTP API's 5xx responses, over all functions. */
export const defineApiAlarms = ({ apiId }: Watched): AlarmDefinition[] =>
  apiId === undefined
    ? []
    : [
        {
          id: 'api-errors',
          section: 'api-errors',
          summary: `More than ${FAILED_PERCENT} % of all API requests end in a 5xx.`,
          metric: percentageMetric({
            label: '5xx in percent of requests',
            part: apiMetric(apiId, '5xx'),
            whole: apiMetric(apiId, 'Count'),
            atLeast: REQUESTS,
          }),
          comparison: 'above',
          threshold: FAILED_PERCENT,
          periods: { breaching: 2, of: 3 },
          missingData: 'not breaching',
          affectsBuyers: true,
        },
      ];
