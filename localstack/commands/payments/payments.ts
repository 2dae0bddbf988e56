import { Command, CommandError, interruptible, Option, UsageError } from '@willcall/cli';
import { jsonOption, showOption } from '@willcall/cli/options';
import { PurchaseId } from '@willcall/contracts';
import { countMessages, type Queue } from '@willcall/messaging';
import { readRefundsPerSecond } from '@willcall/payments';
import { findRecentShows, retryRefund, type ShowRecord, type Store } from '@willcall/store';
import { redrive } from '@willcall/worker';
import {
  openDeadPayments,
  paymentsHelp,
  readPaidShow,
  type StagePaymentsConnection,
  withStagePayments,
} from './open-payments.ts';
import { type FailedRefund, type PaymentSurvey, surveyPayments } from './survey-payments.ts';
import { formatPayments, type PaymentsReport } from './survey-report.ts';

type PaymentsOptions = {
  readonly show?: string;
  /** The purchase whose failed refund is requested again. */
  readonly retry?: string;
  readonly retryAll?: boolean;
  /** Send the dead letters back. */
  readonly redrive?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      'Lists failed and requested refunds, holds past their end, disputes and dead letters of payments, or tries them again.',
    )
    .addOption(showOption('the id of a show (default: the paid shows of recent sales)'))
    .addOption(
      new Option('--retry <purchase>', 'requests the failed refund of a purchase again').argParser(
        (text) => {
          if (PurchaseId.safeParse(text).success) return text;
          throw new UsageError(`--retry ${text} is not a purchase id.`);
        },
      ),
    )
    .option('--retry-all', 'requests all failed refunds again')
    .option('--redrive', 'sends the dead letters back to the queue, once the cause is fixed')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async ({ json, ...options }: PaymentsOptions) => {
      if (options.retry !== undefined && options.retryAll) {
        throw new UsageError('Use either --retry PURCHASE or --retry-all.');
      }
      const report = await withStagePayments((connection, progress) =>
        runPayments(connection, options, (line) => progress.show(line)),
      );
      console.log(json ? JSON.stringify(report) : formatPayments(report));
    });

const help = `
Examples:
  npx --no-install willcall payments
  npx --no-install willcall payments --show hamlet
  npx --no-install willcall payments --show hamlet --retry-all

The command reads the journal of each show and the purchases that it lists, at 1 read unit each, and asks no
provider: willcall reconcile does. Without --show, it looks at the paid shows of the calendar whose sale was open
in the last day. Look at an older show with --show.

A job cancels the purchases of a cancelled show from the next minute on. Their refunds are made at the rate of the
provider. The command prints how many purchases are still to be cancelled, how many refunds are done, and about
how long the others take. They go on by themselves, also after a restart.

A refund fails if the provider refuses it, for example because the card's account is closed, or because the charge
is disputed. It is then not tried again. --retry and --retry-all request it once more under a new key; before
it is made, the refunds that the provider knows are listed, so nobody is refunded twice.

A dead letter of payments is a task that could not be done in five tries. --redrive sends it back.

${paymentsHelp}`;

async function runPayments(
  connection: StagePaymentsConnection,
  options: PaymentsOptions,
  show: (line: string) => void,
): Promise<PaymentsReport> {
  const { store, environment } = connection;
  const dead = openDeadPayments(environment);
  const shows = await findShows(store, options.show);
  const surveys: PaymentSurvey[] = [];
  let retried = 0;
  for (const each of shows) {
    surveys.push(
      await surveyPayments(store, each, {
        now: new Date(),
        onProgress: (read) => show(`show ${each.showId}: purchases read ${read}`),
        onFailed: async (purchase) => {
          if (isToRetry(purchase, options) && (await retryRefund(store, purchase))) retried += 1;
        },
      }),
    );
  }
  const isRetry = options.retry !== undefined || options.retryAll === true;
  if (options.retry !== undefined && retried === 0) throw createNotFailedError(options.retry);
  return {
    shows: surveys,
    refundsPerSecond: readRefundsPerSecond(environment),
    dead: await countMessages(dead),
    ...(isRetry ? { retried } : {}),
    ...(options.redrive ? { redriven: await sendBack(dead, connection) } : {}),
  };
}

async function findShows(store: Store<'shows'>, showId: string | undefined): Promise<ShowRecord[]> {
  if (showId !== undefined) return [await readPaidShow(store, showId)];
  const { shows } = await findRecentShows(store, new Date());
  return shows.filter(({ payment }) => payment === 'PROVIDER');
}

const isToRetry = ({ purchaseId }: FailedRefund, { retry, retryAll }: PaymentsOptions): boolean =>
  retryAll === true || purchaseId === retry;

const createNotFailedError = (purchaseId: string): CommandError =>
  new CommandError(
    `Nothing was retried: no refund of purchase ${purchaseId} has failed in the shows that were looked at. Name its show with --show.`,
    { code: 'NOTHING_TO_RETRY' },
  );

const sendBack = (dead: Queue, { payments }: StagePaymentsConnection): Promise<number> =>
  interruptible(async (interrupt) => {
    const options = { clock: () => new Date(), interrupt, onSent: () => undefined };
    const { sent } = await redrive({ from: dead, to: payments }, options);
    return sent;
  });
