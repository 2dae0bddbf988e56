import { beforeToken } from '../identity/pre-token.ts';

export const handler = beforeToken;
