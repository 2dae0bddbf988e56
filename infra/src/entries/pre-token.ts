import { beforeToken } from '../identity/pre-token/handler.ts';

export const handler = beforeToken;
