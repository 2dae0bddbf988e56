import { Command, exitCodes, interruptible, withProgress } from '@willcall/cli';
import { jsonOption, numberOption } from '@willcall/cli/options';
import { MAX_TICKETS_PER_PURCHASE } from '@willcall/contracts';
import { openSaleStack } from '../sale/sale-stack.ts';
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
      'Makes a show and sells it to many buyers at once, then recomputes the sale from the tables. Uses the stack that npm start runs; without one it starts its own, in memory, and stops it at the end.',
    )
    .addOption(
      numberOption('--tickets <n>', "the show's capacity, 1 to 100000", {
        least: 1,
        most: MOST_TICKETS,
      }).default(100),
    )
    .addOption(
      numberOption('--buyers <n>', 'buyers who ask at once, one purchase each, 1 to 20000', {
        least: 1,
        most: MOST_BUYERS,
      }).default(1_000),
    )
    .addOption(
      numberOption('--quantity <n>', 'tickets of each purchase, 1 to 8, or mixed', {
        least: 1,
        most: MAX_TICKETS_PER_PURCHASE,
        orWord: 'mixed',
      }).default(1),
    )
    .addOption(
      numberOption('--seed <n>', 'which mixture, with --quantity mixed', {
        least: 0,
        most: HIGHEST_SEED,
      }).default(1),
    )
    .addOption(
      numberOption('--timeout <s>', 'seconds until every buyer must have an answer', {
        least: 1,
        most: LONGEST_TIMEOUT_SECONDS,
      }).default(120),
    )
    .addOption(jsonOption('prints the report as one JSON object'))
    .addHelpText(
      'after',
      `
Exit code 1 if the audit finds a difference, a buyer got no decision or an unexpected answer.

Example:
  willcall demo --tickets 100 --buyers 1000`,
    )
    .action(async (options: DemoOptions) => {
      const report = await interruptible((interrupt) => demonstrate(options, interrupt));
      console.log(options.json ? JSON.stringify(report) : formatDemoReport(report));
      if (!report.ok) process.exitCode = exitCodes.failed;
    });

/** The report; whatever was started has ended by then. @throws the signal's reason */
async function demonstrate(options: DemoOptions, interrupt: AbortSignal): Promise<DemoReport> {
  console.error('Looking for the stack of npm start, or starting one');
  const stack = await openSaleStack();
  const brokenStack = new AbortController();
  stack.unexpectedEnd.then((reason) => brokenStack.abort(reason));
  const signal = AbortSignal.any([interrupt, brokenStack.signal]);
  try {
    if (!interrupt.aborted) console.error(`Selling on ${stack.description}`);
    return await withProgress((progress) => runDemo(stack, options, progress, signal));
  } finally {
    await stack.stop();
  }
}
