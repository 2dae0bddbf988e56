import type { HttpAnswer, HttpRequest } from '@willcall/client/checked';
import { createFaultInjector, type FaultInjector } from '../faults/fault-injector.ts';
import { watchCalls } from '../sale/watch-calls.ts';
import { type BoxOffice, openBoxOffice } from './box-office.ts';
import type { Buyer } from './buyer.ts';
import { capturePrintedLines } from './printed-lines.ts';
import { openStageQueue } from './stage-queue.ts';
import { listTableItems } from './table-items.ts';

/** All texts that could leak a secret, by where they occur. */
export type WatchedTexts = {
  /** Lines that the functions printed since the last call. */
  readonly printed: readonly string[];
  /** Headers and bodies of the answers since then. */
  readonly answered: readonly string[];
  /** Inputs of every call to SQS and DynamoDB since then. */
  readonly sent: readonly string[];
  /** Every item of every table. */
  readonly stored: readonly string[];
};

export type WatchedSale = {
  readonly makeShow: BoxOffice['makeShow'];
  readonly zofia: Buyer;
  readonly faults: FaultInjector;
  /** Sends any request, as Zofia by default. */
  send(request: Partial<HttpRequest>): Promise<HttpAnswer>;
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  /** Waits for the decision and reads it. */
  decided(answer: HttpAnswer): Promise<void>;
  /** Waits until nothing is under way, and returns all texts. */
  everything(): Promise<WatchedTexts>;
};

/** A box office that keeps everything it prints, answers, sends and stores. */
export const openWatchedSale = async (): Promise<WatchedSale> => {
  const printed = capturePrintedLines();
  const calls = watchCalls();
  const faults = createFaultInjector();
  const plugins = [calls.plugin, faults.plugin];
  const office = await openBoxOffice({
    seams: { sqsPlugins: plugins, dynamodbPlugins: plugins },
    env: { REDELIVERY_BASE_SECONDS: '0' },
  });
  const zofia = await office.buyer();
  const queue = openStageQueue(office.stage.resources.queues.purchases);
  const answered: string[] = [];
  let reported = 0;

  const send: WatchedSale['send'] = async (request) => {
    const answer = await office.send({ path: '/v1/purchases', token: zofia.token, ...request });
    answered.push(JSON.stringify(answer.headers), answer.text);
    return answer;
  };
  return {
    makeShow: office.makeShow,
    zofia,
    faults,
    send,
    post: (body, headers = {}) => {
      const content = typeof body === 'string' ? { rawBody: body } : { body };
      return send({ method: 'POST', headers, ...content });
    },
    decided: async ({ headers: { location = '' } }) => {
      await zofia.decided(location);
      await send({ path: location });
    },
    everything: async () => {
      await queue.untilEmpty();
      const tables = await Promise.all(
        (['shows', 'stock', 'purchases'] as const).map((table) =>
          listTableItems(office.store, table),
        ),
      );
      const sent = calls.all().slice(reported);
      reported += sent.length;
      const lines = printed.lines();
      printed.clear();
      return {
        printed: lines,
        answered: answered.splice(0),
        sent: sent.map((input) => JSON.stringify(input)),
        stored: tables.flat().map((item) => JSON.stringify(item)),
      };
    },
  };
};
