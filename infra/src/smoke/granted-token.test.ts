import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { withClientToken } from './granted-token.ts';

/** A local issuer that answers every request with this status and body, and records the requests. */
const issuer = async (status: number, body: unknown) => {
  const sent: string[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    sent.push(`${request.method} ${request.headers.authorization} ${await text(request)}`);
    response.writeHead(status).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth2/token`;
  const environment = {
    WILLCALL_TOKEN_URL: url,
    WILLCALL_CLIENT_ID: 'smoke',
    WILLCALL_CLIENT_SECRET: 'test',
  };
  return { environment, sent };
};

it('requests one token for buyer and admin from the issuer', async () => {
  const { environment, sent } = await issuer(200, { access_token: 'granted', expires_in: 60 });
  expect(await withClientToken(environment)).toEqual({
    ...environment,
    WILLCALL_TOKEN: 'granted',
    WILLCALL_ADMIN_TOKEN: 'granted',
  });
  const basic = Buffer.from('smoke:test').toString('base64');
  expect(sent).toEqual([
    `POST Basic ${basic} grant_type=client_credentials&scope=willcall%2Fbuy+willcall%2Fadmin`,
  ]);
});

it('keeps a token that is already set', async () => {
  const { environment } = await issuer(200, { access_token: 'granted' });
  expect(await withClientToken({ ...environment, WILLCALL_TOKEN: 'own' })).toMatchObject({
    WILLCALL_TOKEN: 'own',
    WILLCALL_ADMIN_TOKEN: 'granted',
  });
});

it('returns the environment unchanged if there is no issuer', async () => {
  const environment = { WILLCALL_TOKEN: 'own', WILLCALL_TOKEN_URL: '' };
  expect(await withClientToken(environment)).toBe(environment);
});

it('reports a refusal without the secret', async () => {
  const { environment } = await issuer(401, { error: 'invalid_client' });
  await expect(withClientToken(environment)).rejects.toThrow(
    'The token issuer answered 401 and granted no token.',
  );
});
