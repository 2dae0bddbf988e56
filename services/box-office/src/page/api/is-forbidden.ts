import { WillcallError } from '@willcall/client';

/** Whether the API has refused whoever is signed in, because only an admin may do it. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof WillcallError && error.status === 403;
