import {
  closedOrigin,
  type Environment,
  type HttpFunction,
  httpStack,
  observe,
} from '@willcall/lambda';

/** `GET /health`: the API runs. It asks nothing of anybody, so that it stays up when they are down. */
export const createHealth = (environment: Environment): HttpFunction =>
  closedOrigin(
    environment,
    httpStack(observe('health', environment), async () => ({
      status: 200,
      body: { status: 'ok' },
    })),
  );
