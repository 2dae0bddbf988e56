import {
  closeOrigin,
  createHttpHandler,
  type Environment,
  type Handlers,
  type HttpFunction,
  observe,
} from '@willcall/lambda';

const handlers = {
  getHealth: async () => ({ status: 'ok' as const }),
} satisfies Handlers<'health'>;

/**
 * `GET /health`: the API runs. It asks nothing of anybody, so that it stays up when they are down. The
 * table of routes is known to the compiler alone, since its schemas would be an eighth of this bundle.
 */
export const createHealth = (environment: Environment): HttpFunction =>
  closeOrigin(
    environment,
    createHttpHandler(observe('health', environment), async () => ({
      status: 200,
      body: await handlers.getHealth(),
    })),
  );
