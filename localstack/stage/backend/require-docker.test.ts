import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { requireDocker } from './require-docker.ts';

const ONE_SENTENCE =
  /^LocalStack needs Docker, and none answers.*: start Docker, or .*AWS_ENDPOINT_URL.*\.$/;

/** No Docker of this machine may be found: every default place lies in an empty folder. */
const nowhere = async () => {
  const folder = await createTemporaryFolder();
  return { folder, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` };
};

const serving = async (server: Server, where: string | number): Promise<number> => {
  onTestFinished(() => void server.close());
  if (typeof where === 'string') server.listen(where);
  else server.listen(where, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** As Docker answers, and only there. */
const docker: RequestListener = (request, response) => {
  response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK');
};

test('a Docker that answers at the socket of DOCKER_HOST is enough', async () => {
  const { folder } = await nowhere();
  const socket = join(folder, 'docker.sock');
  await serving(createServer(docker), socket);
  await expect(requireDocker({ DOCKER_HOST: `unix://${socket}` })).resolves.toBeUndefined();
});

test('a rootless Docker is found in the folder of the session', async () => {
  const { folder } = await nowhere();
  await serving(createServer(docker), join(folder, 'docker.sock'));
  await expect(requireDocker({ XDG_RUNTIME_DIR: folder, HOME: folder })).resolves.toBeUndefined();
});

test('a Docker at an address is found', async () => {
  const port = await serving(createServer(docker), 0);
  await expect(requireDocker({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).resolves.toBeUndefined();
});

test('of a Docker with TLS it is asked only whether it listens', async () => {
  const port = await serving(createTcpServer(), 0);
  const environment = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1' };
  await expect(requireDocker(environment)).resolves.toBeUndefined();
});

test('without any, one sentence names the ways out', async () => {
  await expect(requireDocker(await nowhere())).rejects.toMatchObject({
    code: 'DOCKER_MISSING',
    message: expect.stringMatching(ONE_SENTENCE),
  });
});

test.each<[string, RequestListener]>([
  ['answers with an error', (_, response) => void response.writeHead(500).end()],
  ['hangs up', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
])('a socket that %s is none', async (_, listener) => {
  const { folder } = await nowhere();
  const socket = join(folder, 'docker.sock');
  const server = createServer(listener);
  await serving(server, socket);
  await expect(requireDocker({ DOCKER_HOST: `unix://${socket}` })).rejects.toThrow(ONE_SENTENCE);
  server.closeAllConnections();
});

test('a DOCKER_HOST that cannot be looked at is none, and named', async () => {
  await expect(requireDocker({ DOCKER_HOST: 'ssh://somewhere' })).rejects.toThrow(
    'none answers at ssh://somewhere:',
  );
});
