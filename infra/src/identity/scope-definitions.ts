import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';

/** The resource server in the user pool: the part of a scope before its slash. */
export const RESOURCE_SERVER = 'willcall';

const nameWithin = (scope: string): string => scope.slice(`${RESOURCE_SERVER}/`.length);

/** The scopes as Cognito defines them, without the resource server. */
export const scopeDefinitions = [
  { scopeName: nameWithin(BUY_SCOPE), scopeDescription: 'Buy tickets, and see what one bought' },
  { scopeName: nameWithin(ADMIN_SCOPE), scopeDescription: 'Run shows' },
] as const;
