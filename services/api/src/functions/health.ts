import {
  type Environment,
  type Handler,
  type HttpFunction,
  observe,
  serveRoutes,
} from '@willcall/lambda';

const getHealth: Handler<'getHealth'> = async () => ({ status: 'ok' });

/** `GET /health`: the API runs. It asks nothing of anybody, so that it stays up when they are down. */
export const createHealth = (environment: Environment): HttpFunction =>
  serveRoutes('health', {
    environment,
    observability: observe('health', environment),
    handlers: { getHealth },
  });
