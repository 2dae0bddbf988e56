/**
 * Reads the scopes of a token from its claims `scope` and `scp`, in every form in which an issuer can state
 * them and a gateway hands them on:
 *
 *     a b        one text with spaces (RFC 6749, 3.3; RFC 9068)
 *     [a b]      a list, as an HTTP API writes every list in `jwt.claims`
 *     ["a","b"]  a list, from a gateway that hands claims on as they are
 *
 * API Gateway takes a token whose `scope` or `scp` has a scope of the route, so both count.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const readScopes = ({
  scope,
  scp,
}: Readonly<Record<string, unknown>>): readonly string[] => [
  ...readClaim(scope),
  ...readClaim(scp),
];

function readClaim(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.flatMap(readClaim);
  if (typeof claim !== 'string') return [];
  const list = /^\[(.*)\]$/s.exec(claim)?.[1] ?? claim;
  return list.split(' ').filter((name) => name !== '');
}
