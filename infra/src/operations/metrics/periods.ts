import { Duration } from 'aws-cdk-lib';

/** The finest period of the metrics that AWS and the functions publish. */
export const ONE_MINUTE = Duration.minutes(1);
