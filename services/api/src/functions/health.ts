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
} satisfies Handlers<'getHealth'>;

/**
 * `GET /health`: the API is running. It calls no other service, so it stays up when they are down. It
 * imports only types from the route table: the schemas would be an eighth of this bundle.
 */
export const createHealth = (environment: Environment): HttpFunction =>
  closeOrigin(
    environment,
    createHttpHandler(observe('health', environment), async () => ({
      status: 200,
      body: await handlers.getHealth(),
    })),
  );
