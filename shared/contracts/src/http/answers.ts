import * as z from 'zod/mini';
import { Audit } from './audit-answers.ts';
import { DeadLetterList, Redriven } from './dead-letter-answers.ts';
import { LiveSale } from './live-sale-answer.ts';
import { StartedPayment, WebhookReceived } from './payment-answers.ts';
import { BuyerLedger, DecidedPurchase, PendingPurchase, PurchaseList } from './purchase-answers.ts';
import type { RouteId } from './route-types.ts';
import { SeatMap, SeatResource, SeatsAdded, TakenSeats } from './seat-answers.ts';
import { FlyerUpload, Sales, ShowList, ShowWithStock, TitleList } from './show-answers.ts';
import { TicketList } from './ticket-answers.ts';

/** The body of each route's successful response. Undefined if it has none. */
export const answers = {
  getHealth: z.object({ status: z.literal('ok') }),
  createShow: ShowWithStock,
  listShows: ShowList,
  getShow: ShowWithStock,
  changeShow: ShowWithStock,
  removeShow: undefined,
  cancelShow: ShowWithStock,
  listSeats: SeatMap,
  addSeats: SeatsAdded,
  listTakenSeats: TakenSeats,
  getSeat: SeatResource,
  changeSeat: SeatResource,
  removeSeat: undefined,
  listTitles: TitleList,
  getSales: Sales,
  createFlyerUpload: FlyerUpload,
  getShowSales: Sales,
  getLiveSale: LiveSale,
  startAudit: Audit,
  getAudit: Audit,
  requestPurchase: PendingPurchase,
  getPurchase: z.discriminatedUnion('status', [DecidedPurchase, PendingPurchase]),
  changePurchase: DecidedPurchase,
  cancelPurchase: DecidedPurchase,
  erasePurchase: undefined,
  listPurchases: PurchaseList,
  cancelBuyerPurchase: DecidedPurchase,
  listTickets: TicketList,
  getBuyerLedger: BuyerLedger,
  listDeadLetters: DeadLetterList,
  redriveDeadLetters: Redriven,
  startPayment: StartedPayment,
  receiveWebhook: WebhookReceived,
} as const satisfies Readonly<Record<RouteId, z.ZodMiniType | undefined>>;

/** The body of a successful response. Undefined for a route that returns 204. */
export type AnswerOf<Id extends RouteId> = (typeof answers)[Id] extends infer A extends
  z.ZodMiniType
  ? z.output<A>
  : undefined;
