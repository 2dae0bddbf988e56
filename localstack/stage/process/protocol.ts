import * as z from 'zod';
import { LocalBackend } from '../../aws/clients.ts';
import { Resources } from '../resources/resources.ts';

/** The request that the stage's process gets from its parent, as its only argument. */
export const StageRequest = z.object({
  dynamodbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  backend: LocalBackend.optional(),
  stage: z.string(),
  port: z.number(),
  dataFolder: z.string().optional(),
});
export type StageRequest = z.infer<typeof StageRequest>;

/** The reply that the stage's process sends, once. */
export const StageReply = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('ready'),
    url: z.string(),
    eventsEndpoint: z.string(),
    ...Resources.shape,
  }),
  z.object({ outcome: z.literal('port-taken') }),
  z.object({ outcome: z.literal('failed'), message: z.string() }),
]);
export type StageReply = z.infer<typeof StageReply>;
export type ReadyStage = Extract<StageReply, { outcome: 'ready' }>;

/** The only message that the parent sends later. */
export const STOP = 'stop';
