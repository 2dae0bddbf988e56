import type { Card, FieldError, Money, ShowWithStock } from '@willcall/client';
import type { Draft } from '../kept/draft.ts';
import { texts } from '../text/language.ts';
import { type CardErrors, readCard, type TypedCard } from './card.ts';
import type { CardInput } from './follow-request.ts';

/** The tickets that one purchase can have. */
export const MOST_TICKETS = 8;

export type OrderErrors = CardErrors & Partial<Record<'quantity' | 'seats' | keyof Draft, string>>;

/** Tickets by number, or seats by their ids. */
export type Choice =
  | { readonly quantity: number; readonly seats?: undefined }
  | { readonly seats: readonly string[] };

export type Order = {
  readonly draft: Draft;
  readonly choice: Choice;
  readonly total: Money;
  readonly card: TypedCard;
};

type ReadOrder =
  | { readonly errors: OrderErrors }
  | {
      readonly errors?: undefined;
      /** Undefined if no card is needed. */
      readonly payment: { readonly input: CardInput; readonly card: Card } | undefined;
    };

/** The most tickets of a show that the form offers. There may be fewer by the time they are asked for. */
export const mostTickets = ({ available, maxTicketsPerBuyer }: ShowWithStock): number =>
  Math.max(1, Math.min(MOST_TICKETS, available, maxTicketsPerBuyer ?? MOST_TICKETS));

/** Checks everything in the form, and lists all that is wrong. */
export function readOrder({ draft, choice, total, card }: Order, show: ShowWithStock): ReadOrder {
  const paid = needsCard(show, total) ? readCard(card, new Date()) : undefined;
  const errors: OrderErrors = {
    ...readChoice(choice, mostTickets(show)),
    ...readHolder(draft),
    ...paid?.errors,
  };
  if (Object.keys(errors).length > 0 || paid?.errors !== undefined) return { errors };
  return { payment: paid };
}

/** Checks the name on the tickets and the e-mail address. */
export function readHolder({ name, email }: Draft): OrderErrors {
  const { errors } = texts.buy;
  return {
    ...(name.trim() === '' && { name: errors.name }),
    ...(isTooLong(name) && { name: errors.nameTooLong }),
    ...(!isEmail(email) && { email: errors.email }),
  };
}

/** Whether nothing is to be paid. Without a seat, the price of the show tells. */
export const isFree = ({ price }: ShowWithStock, { amount }: Money): boolean =>
  amount === 0 && price.amount === 0;

/** Whether the form asks for a card. Where a payment provider takes the money, it gets the card, and nobody else. */
export const needsCard = (show: ShowWithStock, total: Money): boolean =>
  show.payment !== 'PROVIDER' && !isFree(show, total);

function readChoice(choice: Choice, most: number): OrderErrors {
  const { quantity, seats } = texts.buy.errors;
  if (choice.seats !== undefined) return choice.seats.length === 0 ? { seats } : {};
  return choice.quantity >= 1 && choice.quantity <= most ? {} : { quantity: quantity(most) };
}

/** The API's limit for a name, in bytes of UTF-8. */
const LONGEST_NAME = 100;

const isTooLong = (name: string): boolean =>
  new TextEncoder().encode(name.trim()).length > LONGEST_NAME;

/** Finds typing errors. The API knows the exact rules. */
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim());

/** Translates the fields that the API has refused. */
export function translateErrors(refused: readonly FieldError[]): OrderErrors {
  const { errors } = texts.buy;
  const isRefused = (path: string) => refused.some((error) => error.path.startsWith(path));
  return {
    ...(isRefused('seats') && { seats: errors.seats }),
    ...(isRefused('quantity') && { quantity: errors.quantity(MOST_TICKETS) }),
    ...(isRefused('holder.name') && { name: errors.nameRefused }),
    ...(isRefused('holder.email') && { email: errors.email }),
    ...(isRefused('card.number') && { number: errors.card }),
    ...(isRefused('card.expiry') && { expiry: errors.expiry }),
  };
}
