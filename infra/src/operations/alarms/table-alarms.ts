import { type TableId, tables } from '@willcall/topology';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from '../metrics/periods.ts';
import { sumOf } from '../metrics/sum-of.ts';
import type { Watched } from '../metrics/watched.ts';
import type { AlarmDefinition } from './alarm-definition.ts';

/** A split of a partition throttles a few calls, which the SDK repeats; more than this is a table too cold, or a key too hot. */
const THROTTLED_A_MINUTE = 10;

/** One alarm for each table, its indexes not among it: what they refuse, the table's writes are refused for. */
export const tableAlarms = ({ tables: names }: Watched): AlarmDefinition[] =>
  (Object.keys(tables) as TableId[]).map((table) => ({
    id: `throttles-${table}`,
    section: 'table-throttles',
    summary: `DynamoDB throttles reads or writes of the table ${table}.`,
    metric: sumOf('throttled', {
      reads: throttled(names[table], 'ReadThrottleEvents'),
      writes: throttled(names[table], 'WriteThrottleEvents'),
    }),
    is: 'at least',
    threshold: THROTTLED_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    silence: 'all is well',
    // Without these no purchase is decided.
    troublesSale: table === 'stock' || table === 'purchases',
  }));

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const throttled = (
  tableName: string,
  metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents',
): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: 'Sum',
    period: ONE_MINUTE,
  });
