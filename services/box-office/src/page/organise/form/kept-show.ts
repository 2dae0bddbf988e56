import { keep, readKept } from '../../kept/storage.ts';
import { EMPTY_LIST, type SeatList } from '../seats/seat-list.ts';
import { isPaymentDraft, NO_PAYMENT, type PaymentDraft } from './payment-draft.ts';
import { emptyDraft, type ShowDraft } from './show-draft.ts';

/** What is in the form of a new show. A reload, or a sign-in that has ended, does not lose it. */
export type TypedShow = {
  readonly draft: ShowDraft;
  readonly isSeated: boolean;
  readonly list: SeatList;
  readonly isPaused: boolean;
  readonly payment: PaymentDraft;
};

/** It is shown to the organiser who typed it, and to nobody else on the same device. */
type KeptShow = TypedShow & { readonly user: string };

const NAME = 'new-show';

const isKept = (value: unknown): value is KeptShow => {
  const { user, draft, isSeated, list, isPaused, payment }: Partial<Record<string, unknown>> =
    Object(value);
  const { text, hasNoHeader }: Partial<Record<string, unknown>> = Object(list);
  const fields: Readonly<Record<string, unknown>> = Object(draft);
  return (
    [user, text].every((part) => typeof part === 'string') &&
    [isSeated, isPaused, hasNoHeader].every((flag) => typeof flag === 'boolean') &&
    Object.keys(emptyDraft()).every((name) => typeof fields[name] === 'string') &&
    isPaymentDraft(payment)
  );
};

export function readTypedShow(user: string): TypedShow {
  const kept = readKept(NAME, isKept);
  return kept?.user === user
    ? kept
    : {
        draft: emptyDraft(),
        isSeated: false,
        list: EMPTY_LIST,
        isPaused: false,
        payment: NO_PAYMENT,
      };
}

export const keepTypedShow = (user: string, typed: TypedShow): void =>
  keep(NAME, { user, ...typed });

/** A show that exists without all of its seats. */
export type UnfinishedShow = {
  readonly showId: string;
  readonly name: string;
  readonly seatIds: readonly string[];
  readonly isPaused: boolean;
};

/** It is kept until it has its seats, because a reload ends the run that adds them. */
const UNFINISHED = 'unfinished-show';

const isUnfinished = (value: unknown): value is UnfinishedShow & { readonly user: string } => {
  const { user, showId, name, seatIds, isPaused }: Partial<Record<string, unknown>> = Object(value);
  return (
    [user, showId, name].every((part) => typeof part === 'string') &&
    Array.isArray(seatIds) &&
    seatIds.every((seatId) => typeof seatId === 'string') &&
    typeof isPaused === 'boolean'
  );
};

export function readUnfinishedShow(user: string): UnfinishedShow | undefined {
  const kept = readKept(UNFINISHED, isUnfinished);
  return kept?.user === user ? kept : undefined;
}

export const keepUnfinishedShow = (user: string, show: UnfinishedShow): void =>
  keep(UNFINISHED, { user, ...show });

export const forgetUnfinishedShow = (): void => keep(UNFINISHED, undefined);

export const forgetTypedShow = (): void => keep(NAME, undefined);
