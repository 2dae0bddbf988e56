import { issueToken } from '../../../stage/identity.ts';
import { buyerName } from '../sale/cast-buyers.ts';

/** Each signature reads the key's file: all at once would run out of file descriptors. */
const SIGNED_AT_ONCE = 32;

/** A token for each buyer, by the local key. @throws the signal's reason */
export const signTokens = async (
  buyers: number,
  onProgress: (signed: number) => void,
  signal: AbortSignal,
): Promise<string[]> => {
  const tokens: string[] = [];
  while (tokens.length < buyers) {
    signal.throwIfAborted();
    const some = Math.min(SIGNED_AT_ONCE, buyers - tokens.length);
    const users = Array.from({ length: some }, (_, index) => buyerName(tokens.length + index));
    tokens.push(...(await Promise.all(users.map((user) => issueToken({ user })))));
    onProgress(tokens.length);
  }
  return tokens;
};
