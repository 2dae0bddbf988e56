import { randomUUID } from 'node:crypto';
import { Command, CommandError } from '@willcall/cli';
import { jsonOption, requireOptions, showOption } from '@willcall/cli/options';
import {
  isFault,
  openAccount,
  reconcileShow,
  type ShowFindings,
  sendRepairs,
} from '@willcall/payments';
import { formatDifferences } from './difference-list.ts';
import { paymentsHelp, readPaidShow, withStagePayments } from './open-payments.ts';
import { formatReconciliation, toReport } from './reconcile-report.ts';

type ReconcileOptions = {
  readonly show: string;
  /** Queue a payment task for what has one right answer. */
  readonly repair?: boolean;
  readonly json?: boolean;
};

export const command = (): Command =>
  new Command()
    .description(
      "Compares a paid show's purchases with the payment provider, both ways, and prints each difference with both ids.",
    )
    .addOption(showOption())
    .option('--repair', 'queues what has one right answer, to be done by payment-tasks')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .hook('preAction', requireOptions({ show: '--show ID is required.' }))
    .action(async ({ json, ...options }: ReconcileOptions) => {
      const { findings, repairs } = await reconcile(options);
      const report = toReport(options.show, findings, repairs);
      console.log(json ? JSON.stringify(report) : formatReconciliation(report));
      if (findings.differences.some(isFault)) process.exitCode = 1;
    });

const help = `
Examples:
  npx --no-install willcall reconcile --show hamlet
  npx --no-install willcall reconcile --show hamlet --repair

The command reads the show's journal, the purchases that it lists, and the provider's lists of payment intents
from the times of their holds. Money taken must be a confirmed purchase, a refund or a fee, and the other way
round. What differs is read again, and printed only if it still does. A purchase to which something happened in
the last 15 minutes is in flight: it is counted, and not judged. The exit code is 1 if there is a difference.
Intents of other shows are left out. One that names no purchase belongs to no show: it is mentioned, without its
money, and the hourly reconciliation reports it. If its purchase stands in the show's journal, it is a difference.

--repair queues a payment task for each difference that has one right answer (*). The task compares again, and
does what is right then. The others are for a person: infra/RUNBOOK.md says what to do about each. Run the
command again after a minute.

What it finds. A disputed charge is printed, and no difference.
${formatDifferences()}

It costs 1 read unit for each purchase and each 4 KB of the journal, and a call to the provider for each 100
intents. Calls to the provider count against its budget for endings, so buyers who pay are not slowed down.

${paymentsHelp}
For the provider: PAYMENTS, WILLCALL_STAGE, PAYMENT_KEYS_SECRET or PAYMENT_KEYS_FILE, PAYMENT_CALLS_PER_SECOND.`;

/** Milliseconds that a call waits for its share of the budget, which holds that end use, too. */
const PATIENCE_MS = 60_000;

/** Compares a show, and queues repairs if they are wanted. */
const reconcile = ({
  show: showId,
  repair = false,
}: ReconcileOptions): Promise<{ readonly findings: ShowFindings; readonly repairs?: number }> =>
  withStagePayments(async ({ store, pulse, payments, environment }, progress) => {
    const show = await readPaidShow(store, showId);
    const { isOn, ...account } = openAccount(environment, {
      store: pulse,
      patienceMs: () => PATIENCE_MS,
    });
    if (!isOn) {
      throw new CommandError(
        'This stage takes no payments: PAYMENTS is not ON, so there is no provider to ask.',
        { code: 'NO_PAYMENTS' },
      );
    }
    const findings = await reconcileShow(
      {
        ...account,
        store,
        clock: () => new Date(),
        onProgress: ({ purchases, intents }) =>
          progress.show(`purchases read ${purchases}, intents read ${intents}`),
      },
      show,
    );
    if (!repair) return { findings };
    const at = new Date().toISOString();
    const cause = { at, correlationId: randomUUID() };
    return { findings, repairs: await sendRepairs(payments, findings.differences, cause) };
  });
