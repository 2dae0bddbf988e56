import { busName } from '../../clients/event-arns.ts';
import { LOCAL_REGION } from '../../clients/local-credentials.ts';
import { LOCAL_ACCOUNT } from '../../lambda/lambda-context.ts';

const PLACE = `${LOCAL_REGION}:${LOCAL_ACCOUNT}`;

export const tableArn = (name: string): string => `arn:aws:dynamodb:${PLACE}:table/${name}`;

export const indexArn = (table: string, index: string): string =>
  `${tableArn(table)}/index/${index}`;

/** A queue's URL ends with its name, wherever the queue is. */
export const queueArn = (url: string): string => `arn:aws:sqs:${PLACE}:${url.split('/').at(-1)}`;

export const busArn = (nameOrArn: string | undefined): string =>
  `arn:aws:events:${PLACE}:event-bus/${busName(nameOrArn)}`;

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

/** @param key `*` stands for all of them */
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;
