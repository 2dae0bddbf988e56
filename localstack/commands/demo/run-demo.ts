import type { Progress } from '@willcall/cli';
import { openApi } from '../../cli/api/api.ts';
import type { DemoStack } from '../demo-stack.ts';
import { auditSale } from './audit-sale.ts';
import type { DemoOptions } from './options.ts';
import { type DemoReport, demoReport } from './report/demo-report.ts';
import { makeBuyers } from './sale/buyers.ts';
import { makeShow } from './sale/make-show.ts';
import { quantities } from './sale/quantities.ts';
import { sell } from './sale/sell.ts';

const MS_PER_SECOND = 1_000;

/** A whole demo on a stack: show, buyers, sale, audit. @throws the signal's reason */
export const runDemo = async (
  stack: DemoStack,
  options: DemoOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoReport> => {
  const { tickets, buyers: number, timeoutSeconds } = options;
  const api = openApi(stack.url);
  try {
    const showId = await makeShow(api, tickets, signal);
    const buyers = await makeBuyers(
      quantities(options),
      (signed) => progress.show(`tokens signed ${signed}/${number}`),
      signal,
    );
    const timeIsUp = AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND);
    const sale = await sell(
      api,
      showId,
      buyers,
      ({ accepted, decided, sold }) =>
        progress.show(
          `accepted ${accepted}/${number}  decided ${decided}  sold ${sold}/${tickets}`,
        ),
      AbortSignal.any([signal, timeIsUp]),
    );
    signal.throwIfAborted();
    const audit = await auditSale(stack, showId, (scanned) =>
      progress.show(`records audited ${scanned}`),
    );
    return demoReport(options, sale, audit);
  } catch (error) {
    // Whatever broke, this is why.
    signal.throwIfAborted();
    throw error;
  } finally {
    api.close();
  }
};
