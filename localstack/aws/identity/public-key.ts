import type { JWK } from 'jose';

/** The part of an RSA key that verifies, and nothing of what signs. */
export const publicKey = ({ kty, n, e, kid, alg, use }: JWK): JWK =>
  ({ kty, n, e, kid, alg, use }) as JWK;
