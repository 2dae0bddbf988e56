import { suppressAdminScope } from '../identity/pre-token.ts';

export const handler = suppressAdminScope;
