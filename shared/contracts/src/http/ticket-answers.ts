import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { nextCursor } from './answer-fields.ts';

/** A ticket that was sold, with its holder. */
export const Ticket = z.object({
  ticketId: described(z.string(), 'The id of the ticket.'),
  purchaseId: described(z.string(), 'The id of its purchase.'),
  userId: described(z.string(), 'The id of the buyer.'),
  seat: described(z.exactOptional(z.string()), 'The id of the seat, with reserved seating.'),
  status: described(z.enum(['VALID', 'CANCELLED']), 'Whether the ticket admits its holder.'),
  holder: described(
    z.exactOptional(
      z.object({
        name: described(z.string(), 'The name on the ticket.'),
        email: described(z.string(), 'The e-mail address of the holder.'),
      }),
    ),
    'Absent if the purchase was erased.',
  ),
  requestedAt: described(z.string(), 'When willcall accepted the request.'),
  decidedAt: described(z.string(), 'When willcall sold the ticket.'),
  cancelledAt: described(z.exactOptional(z.string()), 'When the purchase was cancelled.'),
});
export type Ticket = z.infer<typeof Ticket>;

/** `GET /v1/shows/{showId}/tickets`: a page of the tickets of a show. */
export const TicketList = z.object({
  tickets: described(
    z.readonly(z.array(Ticket)),
    'The tickets of the page, in no particular order. A page can be empty and not the last one.',
  ),
  leftOut: described(
    z.int(),
    'How many records of the page cannot be read. Their tickets are missing, and the audit names each one.',
  ),
  nextCursor,
});
export type TicketList = z.infer<typeof TicketList>;
