import type { Message } from '@aws-sdk/client-sqs';
import { createWorker } from '@willcall/worker';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import { makeSqsRecord } from '../sale/purchase-message.ts';
import type { TestStage } from '../stage.ts';

/**
 * Delivers a message of the purchases queue to a new worker. Returns the ids it reports as failed.
 */
export async function deliverToWorker(stage: TestStage, { Body = '', Attributes }: Message) {
  const worker = createWorker(stage.environment, asDeployed('worker', stage.environment, {}));
  const record = makeSqsRecord(Body, Attributes?.MessageGroupId ?? '');
  const { batchItemFailures } = await worker({ Records: [record] }, makeLambdaContext());
  return batchItemFailures;
}

/**
 * Holds back the reply of the first matching call to a table, so its result becomes outdated. A
 * batch names no table.
 */
export function holdReply(
  command: string,
  tableEnding: string,
): { readonly plugin: SdkPlugin; readonly reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let held = false;
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName }) =>
            async (args) => {
              const reply = await next(args);
              const { TableName } = args.input as { TableName?: string };
              if (!held && commandName === command && (TableName ?? '').endsWith(tableEnding)) {
                held = true;
                reached.resolve();
                await released.promise;
              }
              return reply;
            },
          { step: 'build' },
        );
      },
    },
    reached: reached.promise,
    release: () => released.resolve(),
  };
}
