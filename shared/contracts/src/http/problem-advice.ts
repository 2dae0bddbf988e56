import type { ProblemCode, ProblemDocument } from './problems.ts';

/** What a person needs to know about a problem code besides its title and its status. Code is in backticks. */
export type ProblemAdvice = {
  /** When the API answers this code. Sentences. */
  readonly when: string;
  /** What a client should do. Sentences. */
  readonly advice: string;
  /** What an answer says besides its code, in the examples. */
  readonly more?: Pick<ProblemDocument, 'detail' | 'errors'>;
};

/** The advice for each code. No function bundles it. */
export const problemAdvice: Readonly<Record<ProblemCode, ProblemAdvice>> = {
  INVALID_REQUEST: {
    when: 'A field of the body or of the query is missing, unknown or not allowed, or the fields do not fit each other or the show. `errors` lists every such field, and what it must be.',
    advice:
      'Correct the fields and send the request again. A purchase can keep its `Idempotency-Key`, because nothing was recorded.',
    more: {
      errors: [
        { path: 'holder.email', message: 'must be an e-mail address, e.g. ana@example.com' },
      ],
    },
  },
  INVALID_JSON: {
    when: 'The body is empty or no JSON, has bytes that are not UTF-8 or a byte order mark, or has a key that no object may have, such as `__proto__`.',
    advice: 'Correct the program that writes the body. The same request fails again.',
  },
  INVALID_CARD: {
    when: 'The number has a typing error or belongs to a brand that is not supported, or the card has expired. `errors` says which.',
    advice:
      'Ask the buyer for the card again, and send the request with the same `Idempotency-Key`: no card was charged and nothing was recorded.',
    more: {
      errors: [{ path: 'card.number', message: 'must be a card number, without a typing error' }],
    },
  },
  INVALID_IDEMPOTENCY_KEY: {
    when: 'The header `Idempotency-Key` is empty, longer than 255 characters, has a character that is not printable ASCII, or holds what could be a card number.',
    advice:
      'Make another key, such as a UUID or the number of an order, and keep it for every retry.',
  },
  INVALID_CURSOR: {
    when: 'The `cursor` was changed on its way, belongs to another list, or was made by a version whose cursors are not read any more.',
    advice:
      'Read the list again from its first page, without a `cursor`. Pass a cursor on as it was returned.',
  },
  UNAUTHENTICATED: {
    when: 'The token names no buyer in its `sub`, or it is an ID token instead of an access token. A missing, expired or forged token is 401 `{message}` of the gateway.',
    advice: 'Sign in again and send the request with the new access token.',
  },
  FORBIDDEN: {
    when: 'The route is for admins, and the token does not have the scope `willcall/admin`.',
    advice: 'Use the token of an admin. The same token fails again.',
  },
  SHOW_NOT_FOUND: {
    when: 'No show has this id, or the show was removed.',
    advice: 'Look the show up in the list of shows. A show that was removed does not come back.',
  },
  PURCHASE_NOT_FOUND: {
    when: 'This API never issued the id to this buyer. A purchase of another buyer is answered in the same way.',
    advice:
      'Check the id, and the account that the buyer signed in with. Every id that `POST /v1/purchases` returned can be read at once by its buyer.',
  },
  SEAT_NOT_FOUND: {
    when: 'The show has no seat with this id, or the seat was removed. A show with general admission has no seats.',
    advice: 'Read the seat map again, and take the ids from there.',
  },
  AUDIT_NOT_FOUND: {
    when: 'The show has no audit with this id, a newer audit has replaced it, or it is more than a day old.',
    advice: 'Start an audit of the show, and read it at the `Location` of the answer.',
  },
  USER_NOT_FOUND: {
    when: 'The path names another user, and the caller is no admin. Whether that user exists is not said.',
    advice:
      'Write `me` for the caller. To read what another user has bought, use the token of an admin.',
  },
  ROUTE_NOT_FOUND: {
    when: 'The gateway sent a request to a function that does not serve the route, which can happen for a moment during a deployment. An unknown path or method is 404 `{message}` of the gateway.',
    advice: 'Try again after a minute. If it stays, report the `X-Correlation-Id`.',
  },
  SALE_NOT_OPEN: {
    when: 'The show goes on sale later: at its `saleOpensAt`, which `detail` names.',
    advice:
      'Wait until then, and send the same request with the same `Idempotency-Key`. Nothing was recorded.',
    more: { detail: 'The sale opens at 2031-05-01T08:00:00.000Z.' },
  },
  SOLD_OUT: {
    when: 'Every ticket of the show is sold, and a consistent look at the whole stock has said so. A purchase that was queued before that is `REJECTED` with the reason `SOLD_OUT` instead.',
    advice:
      'Tell the buyer. Tickets come back when somebody cancels: `onSale` of the show is true again then, and the same `Idempotency-Key` can try again.',
  },
  ALL_HELD: {
    when: 'No ticket of the show is available, and some are held by buyers who have not paid yet. Nothing was recorded.',
    advice:
      'Wait for the seconds of `Retry-After`, then send the same request with the same `Idempotency-Key`. Tickets that are not paid in time come back on sale.',
  },
  NOT_CANCELLABLE: {
    when: 'The purchase was rejected, has failed or has expired, its show has begun, or it was paid and the last moment for its buyer (`refundUntilSeconds` of the show) has passed.',
    advice: 'Read the purchase and show its state. The same request fails again.',
  },
  NOT_CHANGEABLE: {
    when: 'The purchase is not confirmed: it is pending, rejected, failed or cancelled. Or its show has begun.',
    advice:
      'Wait for the decision of a pending purchase, then try again. In any other case, show its state.',
  },
  SHOW_CANCELLED: {
    when: 'The show was cancelled, so it cannot be changed any more.',
    advice: 'Read the show again. A cancellation is final: create another show.',
  },
  SHOW_BEGUN: {
    when: 'The start of the show has passed.',
    advice:
      'Leave the show as it is. If its start is wrong, move the start to the future with a PATCH first.',
  },
  SHOW_HAS_SALES: {
    when: 'Somebody holds tickets of the show, so it cannot be removed.',
    advice:
      'Cancel the show: its purchases are cancelled in the background. It can be removed once no ticket is sold any more.',
  },
  CAPACITY_BELOW_SOLD: {
    when: 'More tickets are sold than the new capacity allows.',
    advice: 'Read the sales of the show, and set a capacity of at least what is sold.',
  },
  WRONG_SEATING: {
    when: 'Seats were added to a show with general admission, or the capacity of a show with reserved seating was set.',
    advice:
      'Change the `capacity` of a show with general admission, and add or remove the seats of one with reserved seating. The seating of a show never changes.',
  },
  SEAT_SOLD: {
    when: 'A purchase holds the seat, so its price cannot change and it cannot be removed.',
    advice: 'Read the seat map again. The seat can be changed once its purchase is cancelled.',
  },
  TOO_MANY_SEATS: {
    when: 'With these seats, the show would have more than 20,000.',
    advice: 'Sell the rest as another show, such as one for each part of the house.',
  },
  PURCHASE_ERASED: {
    when: 'The purchase was erased: its holder and its card are gone for good.',
    advice:
      'Forget the purchase. Its `Idempotency-Key` never buys again, so use another one for another purchase.',
  },
  PAYLOAD_TOO_LARGE: {
    when: 'The body has more than 16 KiB. A body over 10 MB is 413 `{message}` of the gateway.',
    advice: 'Send less in one request, for example at most 500 seats.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    when: 'The request has no `Content-Type: application/json`.',
    advice: 'Send the header with the body.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    when: 'The buyer has sent two different requests with one `Idempotency-Key`, and this id belongs to the one that did not count. Only the brand and the last four digits of a card are compared.',
    advice:
      'Read the purchase of the first request: its id is in the answer to that request and in the list of the buyer. Use a key of its own for each purchase.',
  },
  INTERNAL: {
    when: 'The API has a fault. The log has its cause under the `X-Correlation-Id`.',
    advice:
      'Report the `X-Correlation-Id`. A request that only reads can be tried again. A purchase can be tried again with the same `Idempotency-Key`, because the first request may have been accepted.',
  },
  RECORD_UNREADABLE: {
    when: 'A stored record that the answer needs is damaged or missing. Everything that does not need it goes on.',
    advice:
      'Report the `X-Correlation-Id`. Trying again does not help until a person has repaired the record.',
  },
  QUEUE_UNAVAILABLE: {
    when: 'The queue did not confirm the purchase in time, so it is not known whether it was accepted.',
    advice:
      'Wait for the seconds of `Retry-After`, then send the same request with the same `Idempotency-Key`. Another key could buy twice.',
  },
  QUEUES_UNAVAILABLE: {
    when: 'SQS did not answer in time, or refused the call, while dead letters were listed or sent back, or an audit was requested.',
    advice:
      'Wait for as long as `Retry-After` says, and send the request again. A message that was not sent is still in its queue.',
  },
  STORE_UNAVAILABLE: {
    when: 'The tables did not answer in time, or others changed the same record again and again.',
    advice:
      'Wait for the seconds of `Retry-After`, then send the same request again, a purchase with the same `Idempotency-Key`. Wait longer after each failure.',
  },
  INVALID_SIGNATURE: {
    when: 'The header `Stripe-Signature` is missing, was made with another secret or for other bytes, or is older than five minutes.',
    advice:
      'Only the payment provider calls this route. Compare the secret of its webhook endpoint with that of the stage.',
  },
  NOT_PAYABLE: {
    when: 'The purchase is not held: it is still being decided, already paid, expired or cancelled, its show takes no payment, or somebody has asked to cancel it.',
    advice:
      'Read the purchase and show its state. A purchase that expired is bought again with a new `Idempotency-Key`.',
  },
  WEBHOOK_TOO_LARGE: {
    when: 'A webhook has more than 256 KiB, which no event of the payment provider has.',
    advice: 'Only the payment provider calls this route.',
  },
  TOO_MANY_PAYMENTS: {
    when: 'More buyers start to pay in this second than the rate of the payment provider allows. The hold is prolonged by the time in `Retry-After`.',
    advice: 'Wait as long as `Retry-After` says, and send the request again.',
  },
  PROVIDER_UNAVAILABLE: {
    when: 'The payment provider did not answer in time, or refused the call for now.',
    advice:
      'Send the request again after `Retry-After`. Nothing was charged, and the tickets stay held until `holdUntil`.',
  },
};
