import { issueToken } from '../../../stage/identity.ts';

export type Buyer = { readonly name: string; readonly token: string; readonly quantity: number };

/** Each signature reads the key's file: all at once would run out of file descriptors. */
const SIGNED_AT_ONCE = 32;

/** One buyer for each quantity, each with a token of its own, signed before the sale begins. */
export const makeBuyers = async (
  asked: readonly number[],
  onProgress: (signed: number) => void,
  signal: AbortSignal,
): Promise<Buyer[]> => {
  const buyers: Buyer[] = [];
  for (let start = 0; start < asked.length; start += SIGNED_AT_ONCE) {
    signal.throwIfAborted();
    const some = asked.slice(start, start + SIGNED_AT_ONCE);
    buyers.push(
      ...(await Promise.all(some.map((quantity, index) => makeBuyer(start + index + 1, quantity)))),
    );
    onProgress(buyers.length);
  }
  return buyers;
};

const makeBuyer = async (number: number, quantity: number): Promise<Buyer> => {
  const name = `demo-buyer-${number}`;
  return { name, token: await issueToken({ user: name }), quantity };
};
