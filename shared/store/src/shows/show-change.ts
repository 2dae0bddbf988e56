import { startKey, startMonth } from '../keys.ts';
import type { ShowChanges } from './change-show.ts';
import type { ShowRecord } from './show-record.ts';

/** A change as attributes: what is set, what is removed, and what it rests on. */
export type ShowChange = {
  readonly sets: Readonly<Record<string, unknown>>;
  readonly removes: readonly string[];
  readonly seen: Readonly<Record<string, unknown>>;
};

/** What a request changes of a show, and of which attributes it must be true that nobody else has changed them. */
export function showChange(seen: ShowRecord, changes: ShowChanges): ShowChange {
  const parts = [
    priceChange(seen, changes),
    pause(seen, changes),
    windowChange(seen, changes),
    capacityChange(seen, changes),
    // A cancelled show stays as it is.
    { sets: {}, removes: [], seen: { cancelledAt: undefined } },
  ];
  return {
    sets: Object.assign({}, ...parts.map(({ sets }) => sets)),
    removes: parts.flatMap(({ removes }) => removes),
    seen: Object.assign({}, ...parts.map((part) => part.seen)),
  };
}

const unchanged: ShowChange = { sets: {}, removes: [], seen: {} };

/** The version is compared as well as the price, since a price may come back to what it was. */
function priceChange({ price, priceVersion }: ShowRecord, changes: ShowChanges): ShowChange {
  if (changes.price === undefined) return unchanged;
  return {
    sets: { price: changes.price, priceVersion: priceVersion + 1 },
    removes: [],
    seen: { price, priceVersion },
  };
}

function pause({ onSale }: ShowRecord, changes: ShowChanges): ShowChange {
  if (changes.onSale === undefined) return unchanged;
  const since = changes.onSale ? { resumedAt: changes.at } : { pausedAt: changes.at };
  return { sets: { onSale: changes.onSale, ...since }, removes: [], seen: { onSale } };
}

/** Start, opening and closing were judged together, so they are compared together. */
function windowChange(show: ShowRecord, changes: ShowChanges): ShowChange {
  const { startsAt, saleOpensAt, saleClosesAt } = changes;
  const asked = Object.entries({ startsAt, saleOpensAt, saleClosesAt });
  const isGiven = ([, value]: (typeof asked)[number]) => value !== undefined && value !== null;
  if (asked.every(([, value]) => value === undefined)) return unchanged;
  const keys = startsAt && {
    startMonth: startMonth(startsAt),
    startKey: startKey(startsAt, show.showId),
  };
  return {
    sets: { ...Object.fromEntries(asked.filter(isGiven)), ...keys },
    removes: asked.flatMap(([name, value]) => (value === null ? [name] : [])),
    seen: {
      startsAt: show.startsAt,
      saleOpensAt: show.saleOpensAt,
      saleClosesAt: show.saleClosesAt,
    },
  };
}

function capacityChange({ capacity }: ShowRecord, changes: ShowChanges): ShowChange {
  if (changes.capacity === undefined) return unchanged;
  return { sets: { capacity: changes.capacity.to }, removes: [], seen: { capacity } };
}
