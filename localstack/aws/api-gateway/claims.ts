import type { JWTPayload } from 'jose';

/** Claims as API Gateway hands them on: every value as a string, a list as `[a b]`. */
export const claimStrings = (payload: JWTPayload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, claimString(value)] as const),
  );

const claimString = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(claimString).join(' ')}]`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
};

/** The scopes of a token: `scope` (space separated) or `scp` (a list, or space separated). */
export const tokenScopes = ({ scope, scp }: JWTPayload): readonly string[] => {
  const granted: unknown = scope ?? scp;
  if (Array.isArray(granted)) return granted.map(String);
  return typeof granted === 'string' ? granted.split(' ').filter((name) => name !== '') : [];
};
