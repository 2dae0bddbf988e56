import { Command, exitCodes, interruptible, withProgress } from '@willcall/cli';
import { jsonOption, numberOption } from '@willcall/cli/options';
import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import { chooseBackend, expectLocalBackend } from '../../stage/backend/choose-backend.ts';
import { untilStackEnds } from '../ended-stack.ts';
import { openSaleStack, type SaleStack } from '../sale/sale-stack.ts';
import { startPaidStack } from './paid/paid-stack.ts';
import { formatPaidReport, type PaidReport } from './paid/report.ts';
import { runPaidDemo } from './paid/run-paid-demo.ts';
import { type DemoReport, formatDemoReport } from './report.ts';
import { runDemo } from './run-demo.ts';
import type { DemoOptions } from './sell.ts';

const MOST_TICKETS = 100_000;
const MOST_BUYERS = 20_000;
const HIGHEST_SEED = 2 ** 32 - 1;
const LONGEST_TIMEOUT_SECONDS = 3_600;

export const command = (): Command =>
  new Command('demo')
    .description(
      'Creates a show, sells it to many buyers at once, and audits the sale from the tables. Uses the stack that npm start runs, or else starts its own in memory and stops it at the end.',
    )
    .addOption(
      numberOption('--tickets <n>', "the show's capacity, 1 to 100000", {
        least: 1,
        most: MOST_TICKETS,
      }).default(100),
    )
    .addOption(
      numberOption(
        '--buyers <n>',
        'buyers who request tickets at once, one purchase each, 1 to 20000',
        {
          least: 1,
          most: MOST_BUYERS,
        },
      ).default(1_000),
    )
    .addOption(
      numberOption('--quantity <n>', 'tickets per purchase, 1 to 8, or mixed', {
        least: 1,
        most: MAX_TICKETS_PER_PURCHASE,
        orWord: 'mixed',
      }).default(1),
    )
    .addOption(
      numberOption(
        '--seed <n>',
        'the random seed of --quantity mixed, and of who pays with --paid',
        {
          least: 0,
          most: HIGHEST_SEED,
        },
      ).default(1),
    )
    .addOption(
      numberOption('--timeout <s>', 'seconds within which every buyer must have a decision', {
        least: 1,
        most: LONGEST_TIMEOUT_SECONDS,
      }).default(120),
    )
    .option(
      '--paid',
      'sells a show that buyers pay for: a third do not pay, a tenth pay late. Always on a stack of its own, whose clock it moves, so that nobody waits until a hold expires',
    )
    .addOption(jsonOption('prints the report as one JSON object'))
    .addHelpText(
      'after',
      `
The exit code is 1 if the audit finds a difference, or a buyer gets no decision or an unexpected answer.

Example:
  npx --no-install willcall demo --tickets 100 --buyers 1000
  npx --no-install willcall demo --paid --tickets 60 --buyers 500`,
    )
    .action(async ({ paid = false, ...options }: DemoOptions & { readonly paid?: boolean }) => {
      expectLocalBackend(process.env, {
        command: 'demo',
        instead: 'to load a deployed stage, use willcall load --target https://…',
      });
      const { report, text } = await interruptible((interrupt) =>
        paid ? runPaid(options, interrupt) : runOnStack(options, interrupt),
      );
      console.log(options.json ? JSON.stringify(report) : text);
      if (!report.ok) process.exitCode = exitCodes.failed;
    });

type Result = { readonly report: DemoReport | PaidReport; readonly text: string };

/** Returns the report after everything it started has ended. @throws the signal's reason */
async function runOnStack(options: DemoOptions, interrupt: AbortSignal): Promise<Result> {
  console.error('Finding the running stack, or starting one');
  const stack = await openSaleStack();
  const signal = AbortSignal.any([interrupt, abortedAtEnd(stack)]);
  try {
    if (!interrupt.aborted) console.error(`Selling on ${stack.description}`);
    const report = await untilStackEnds(stack.running, () =>
      withProgress(({ show }) => runDemo(stack, options, { onProgress: show, signal })),
    );
    return { report, text: formatDemoReport(report) };
  } finally {
    await stack.stop();
  }
}

/** The same for a paid show. @throws the signal's reason */
async function runPaid(options: DemoOptions, interrupt: AbortSignal): Promise<Result> {
  console.error('Starting a stack whose clock can be moved');
  const stack = await startPaidStack(chooseBackend(process.env), interrupt);
  const signal = AbortSignal.any([interrupt, abortedAtEnd(stack)]);
  try {
    console.error(`Selling on ${stack.url}, function log ${stack.logFile}`);
    const report = await withProgress(({ show }) =>
      runPaidDemo(stack, options, { onProgress: show, signal }),
    );
    return { report, text: formatPaidReport(report) };
  } finally {
    await stack.stop();
  }
}

/** A signal that aborts when the stack ends by itself, with the reason. */
function abortedAtEnd({ unexpectedEnd }: Pick<SaleStack, 'unexpectedEnd'>): AbortSignal {
  const broken = new AbortController();
  unexpectedEnd.then((reason) => broken.abort(reason));
  return broken.signal;
}
