/**
 * How many times faster than its objective allows a service level's budget is being spent, as a
 * CloudWatch expression over its events; 1 spends it exactly in the period.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param bad and `total`: expressions; they may be missing where nothing happened.
 */
export const burnExpression = (
  { bad, total }: { readonly bad: string; readonly total: string },
  { objective, minimumEvents }: { readonly objective: number; readonly minimumEvents: number },
): string => `IF((${total}) >= ${minimumEvents}, (${bad}) / (${total}) / ${budget(objective)}, 0)`;

/** The share of events that may be bad; without the binary digits that 1 - 0.999 leaves. */
const budget = (objective: number): number => Number((1 - objective).toFixed(6));
