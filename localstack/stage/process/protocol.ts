import * as z from 'zod';
import { LocalBackend } from '../../aws/clients.ts';
import { Resources } from '../resources/resources.ts';

/** What the parent tells the stage's process, as its only argument. */
export const StageRequest = z.object({
  dynamodbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  backend: LocalBackend.optional(),
  stage: z.string(),
  port: z.number(),
  dataFolder: z.string().optional(),
});
export type StageRequest = z.infer<typeof StageRequest>;

/** What the stage's process answers, once. */
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

/** The only thing that the parent says later. */
export const STOP = 'stop';
