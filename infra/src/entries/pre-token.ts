import { beforeToken } from '../edge/pre-token/handler.ts';

export const handler = beforeToken;
