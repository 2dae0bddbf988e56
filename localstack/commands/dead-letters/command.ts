import { Command, CommandError, interruptible, withProgress } from '@willcall/cli';
import { jsonOption } from '@willcall/cli/options';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { readRunningStack } from '../../stage/running-stack.ts';
import { openPurchaseQueues, type PurchaseQueues, queueVariables } from './queues.ts';
import { formatRedrive, redrive } from './redrive.ts';
import { formatDeadLetters, listDeadLetters } from './report.ts';

type DeadLettersOptions = {
  /** Send parked messages back instead of listing. */
  readonly redrive?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      'Lists the purchases that the worker could not decide, and those parked for a person, with a verdict each.',
    )
    .option('--redrive', 'sends the parked messages back to the purchases queue, after a repair')
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
  willcall dead-letters
  willcall dead-letters --redrive

A verdict is one of: already decided, waiting for a retry, or poison and why. Ids and reasons only.
Parked messages go back in the order of their groups, each deleted only once it is sent. A redrive may
be interrupted, and run again.

Looks at the stack that npm start runs or, when one of them is set, at what the environment names as
the functions read it: ${queueVariables.join(', ')},
AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND.

The local SQS is looked into without a receive. Any other SQS can only be listed by receiving: each
message is given back at once, but its receive count grows by one, which may make its next retry
later (15 minutes at most); hidden messages, and those behind another of their group, are counted
only.`;

/** Lists, or sends back; what is to be printed. */
async function runDeadLetters(
  queues: PurchaseQueues,
  { redrive: isRedrive = false, json = false }: DeadLettersOptions,
  interrupt: AbortSignal,
): Promise<string> {
  const clock = () => new Date();
  try {
    if (!isRedrive) {
      const report = await listDeadLetters(queues, clock);
      return json ? JSON.stringify(report) : formatDeadLetters(report);
    }
    const report = await withProgress((progress) =>
      redrive(queues, { clock, interrupt, onSent: (sent) => progress.show(`Sent ${sent} back`) }),
    );
    return json ? JSON.stringify(report) : formatRedrive(report);
  } catch (error) {
    if (!(error instanceof MessagingError || error instanceof StoreError)) throw error;
    const why = error.cause instanceof Error ? ` (${error.cause.name})` : '';
    throw new CommandError(`${error.message}${why}: nothing was lost, try again.`, {
      code: error.code,
      cause: error,
    });
  }
}
