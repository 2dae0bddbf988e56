import { type ShowWithStock, WillcallError } from '@willcall/client';
import { shows } from '../api/willcall.ts';

/** Shows by id. Their names and times change rarely, and a list of purchases has few shows. */
const read = new Map<string, Promise<ShowWithStock | undefined>>();

/** Reads the show of a purchase, once. Undefined if it does not exist any more, or the purchase names none. */
export function showOf(showId: string | undefined): Promise<ShowWithStock | undefined> {
  if (showId === undefined) return Promise.resolve(undefined);
  const known = read.get(showId) ?? readShow(showId);
  read.set(showId, known);
  return known;
}

async function readShow(showId: string): Promise<ShowWithStock | undefined> {
  try {
    return await shows.get(showId);
  } catch (error) {
    read.delete(showId);
    if (error instanceof WillcallError && error.status === 404) return undefined;
    throw error;
  }
}
