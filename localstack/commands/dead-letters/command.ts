import { Command, CommandError, interruptible, withProgress } from '@willcall/cli';
import { jsonOption } from '@willcall/cli/options';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { listDeadLetters, redrive } from '@willcall/worker';
import { readRunningStack } from '../../stage/running-stack.ts';
import { explainAwsCause } from '../aws-causes.ts';
import { inspectDeadLetters } from './inspect-dead-letters.ts';
import { openPurchaseQueues, type PurchaseQueues, queueVariables } from './queues.ts';
import { formatDeadLetters, formatRedrive } from './report.ts';

type DeadLettersOptions = {
  /** Send parked messages back instead of listing them. */
  readonly redrive?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      'Lists the dead letters and the parked messages of the purchases queue, each with a verdict.',
    )
    .option(
      '--redrive',
      'sends the parked messages back to the purchases queue, once the cause is fixed',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (options: DeadLettersOptions) => {
      const queues = openPurchaseQueues(process.env, await readRunningStack());
      await interruptible(async (interrupt) => {
        console.log(await runDeadLetters(queues, options, interrupt));
        interrupt.throwIfAborted();
      });
    });

const help = `
Examples:
  npx --no-install willcall dead-letters
  npx --no-install willcall dead-letters --redrive

The verdict is: already decided, waiting for a retry, or poison with a reason. The output contains ids and
reasons only. A redrive keeps the order within each message group, and deletes a message only after it
was sent. You can interrupt a redrive and run it again.

The command reads the stack that npm start runs. To read another stage, set the variables that its
functions have: ${queueVariables.join(', ')},
AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND.

The command inspects the local SQS without receiving messages. On any other SQS it must receive them. It
releases each message at once, but the receive count grows by one, which can delay the next retry by up
to 15 minutes. Hidden messages, and messages behind another of their group, are only counted.`;

/** Reads the local SQS without receiving messages. Undefined: any other SQS has no way to do so. */
const inspect = (queues: PurchaseQueues): Parameters<typeof listDeadLetters>[2] => {
  const { inspectionEndpoint: endpoint } = queues;
  return endpoint === undefined
    ? undefined
    : (queue) => inspectDeadLetters(endpoint, queues[queue], queue);
};

/** Lists the messages or sends them back, and returns the output. */
async function runDeadLetters(
  queues: PurchaseQueues,
  { redrive: isRedrive = false, json = false }: DeadLettersOptions,
  interrupt: AbortSignal,
): Promise<string> {
  const clock = () => new Date();
  try {
    if (!isRedrive) {
      const report = await listDeadLetters(queues, clock, inspect(queues));
      return json ? JSON.stringify(report) : formatDeadLetters(report);
    }
    const report = await withProgress((progress) =>
      redrive(
        { from: queues.parked, to: queues.purchases },
        { clock, interrupt, onSent: (sent) => progress.show(`Sent ${sent} back`) },
      ),
    );
    return json ? JSON.stringify(report) : formatRedrive(report);
  } catch (error) {
    if (!(error instanceof MessagingError || error instanceof StoreError)) throw error;
    throw new CommandError(`${error.message}: ${explainAwsCause(error.cause)} Nothing was lost.`, {
      code: error.code,
      cause: error,
    });
  }
}
