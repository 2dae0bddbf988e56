import type {
  FlyerRequest,
  FlyerUpload,
  LiveSale,
  Sales,
  SeatChange,
  SeatResource,
  SeatsAdded,
  SeatsRequest,
  ShowChange,
  ShowRequest,
  ShowResource,
  ShowWithStock,
  TakenSeats,
  TicketList,
  TitleList,
} from './generated/api.ts';
import {
  type CallOptions,
  listPages,
  readPages,
  type Send,
  sendWithin,
  toSegment,
} from './http.ts';

/** A name, and the shows that have it. */
export type Title = TitleList['titles'][number];

export type Shows = {
  list(options?: CallOptions & { readonly past?: boolean }): AsyncIterable<ShowResource>;
  /** Lists the distinct names, each with its shows. */
  titles(options?: CallOptions): AsyncIterable<Title>;
  get(showId: string, options?: CallOptions): Promise<ShowWithStock>;
  /** For admins, like all methods below. */
  create(show: ShowRequest, options?: CallOptions): Promise<ShowWithStock>;
  change(showId: string, change: ShowChange, options?: CallOptions): Promise<ShowWithStock>;
  /** Stops the sale, and cancels the purchases in the background. Can be repeated. */
  cancel(showId: string, options?: CallOptions): Promise<ShowWithStock>;
  /** Removes a show without sales. */
  remove(showId: string, options?: CallOptions): Promise<void>;
  /** Creates a URL for the upload of a flyer. Send the image there with PUT. */
  createFlyerUpload(
    showId: string,
    file: FlyerRequest,
    options?: CallOptions,
  ): Promise<FlyerUpload>;
  sales(showId: string, options?: CallOptions): Promise<Sales>;
  /**
   * The state of a sale, and what was decided in the last hour. With the `next` of the previous answer as
   * `since`, only the points that can be new.
   */
  live(showId: string, options?: CallOptions & { readonly since?: string }): Promise<LiveSale>;
  /**
   * Lists the tickets that a show sold, a page at a time, in no particular order. `leftOut` counts the records of a
   * page that cannot be read.
   */
  ticketPages(showId: string, options?: CallOptions): AsyncIterable<TicketList>;
  /** The sales of all shows. */
  totalSales(options?: CallOptions): Promise<Sales>;
};

export type Seats = {
  /** Lists the seat map of a show with reserved seating. */
  list(showId: string, options?: CallOptions): AsyncIterable<SeatResource>;
  /** Lists the taken seats of a whole house: all that a seat map needs to stay fresh. Seconds old. */
  taken(showId: string, options?: CallOptions): Promise<TakenSeats>;
  get(showId: string, seatId: string, options?: CallOptions): Promise<SeatResource>;
  /** For admins, like all methods below. Adds up to 500 seats. Can be repeated. */
  add(showId: string, request: SeatsRequest, options?: CallOptions): Promise<SeatsAdded>;
  change(
    showId: string,
    seatId: string,
    change: SeatChange,
    options?: CallOptions,
  ): Promise<SeatResource>;
  remove(showId: string, seatId: string, options?: CallOptions): Promise<void>;
};

const pathOf = (showId: string): string => `/shows/${toSegment(showId)}`;
const pathOfSeat = (showId: string, seatId: string): string =>
  `${pathOf(showId)}/seats/${toSegment(seatId)}`;

export const createShows = (send: Send): Shows => ({
  list: ({ past, ...options } = {}) =>
    listPages(send, { method: 'GET', path: '/shows', query: { past } }, 'shows', options),
  titles: (options) => listPages(send, { method: 'GET', path: '/titles' }, 'titles', options),
  get: (showId, options) => sendWithin(send, { method: 'GET', path: pathOf(showId) }, options),
  create: (body, options) => sendWithin(send, { method: 'POST', path: '/shows', body }, options),
  change: (showId, body, options) =>
    sendWithin(send, { method: 'PATCH', path: pathOf(showId), body }, options),
  cancel: (showId, options) =>
    sendWithin(
      send,
      { method: 'POST', path: `${pathOf(showId)}/cancel`, repeatable: true },
      options,
    ),
  remove: async (showId, options) => {
    await sendWithin(send, { method: 'DELETE', path: pathOf(showId) }, options);
  },
  createFlyerUpload: (showId, body, options) =>
    sendWithin(send, { method: 'POST', path: `${pathOf(showId)}/flyer`, body }, options),
  sales: (showId, options) =>
    sendWithin(send, { method: 'GET', path: `${pathOf(showId)}/sales` }, options),
  live: (showId, { since, ...options } = {}) =>
    sendWithin(send, { method: 'GET', path: `${pathOf(showId)}/live`, query: { since } }, options),
  ticketPages: (showId, options) =>
    readPages(send, { method: 'GET', path: `${pathOf(showId)}/tickets` }, options),
  totalSales: (options) => sendWithin(send, { method: 'GET', path: '/sales' }, options),
});

export const createSeats = (send: Send): Seats => ({
  list: (showId, options) =>
    listPages(send, { method: 'GET', path: `${pathOf(showId)}/seats` }, 'seats', options),
  taken: (showId, options) =>
    sendWithin(send, { method: 'GET', path: `${pathOf(showId)}/seats/taken` }, options),
  get: (showId, seatId, options) =>
    sendWithin(send, { method: 'GET', path: pathOfSeat(showId, seatId) }, options),
  add: (showId, body, options) =>
    sendWithin(send, { method: 'PUT', path: `${pathOf(showId)}/seats`, body }, options),
  change: (showId, seatId, body, options) =>
    sendWithin(send, { method: 'PATCH', path: pathOfSeat(showId, seatId), body }, options),
  remove: async (showId, seatId, options) => {
    await sendWithin(send, { method: 'DELETE', path: pathOfSeat(showId, seatId) }, options);
  },
});
