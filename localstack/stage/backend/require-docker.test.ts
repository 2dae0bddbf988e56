import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { requireDocker } from './require-docker.ts';

const DOCKER_MISSING_MESSAGE =
  /^LocalStack needs Docker, but Docker does not respond.*\. Start Docker, .*AWS_ENDPOINT_URL.*\.$/;

/** Hides the Docker of this machine: every default socket is in an empty folder. */
const hideDocker = async () => {
  const folder = await createTemporaryFolder();
  return { folder, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` };
};

const startServer = async (server: Server, where: string | number): Promise<number> => {
  onTestFinished(() => void server.close());
  if (typeof where === 'string') server.listen(where);
  else server.listen(where, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Answers a ping as Docker does, and nothing else. */
const docker: RequestListener = (request, response) => {
  response.writeHead(request.url === '/_ping' ? 200 : 404).end('OK');
};

test('Docker is found at the socket in DOCKER_HOST', async () => {
  const { folder } = await hideDocker();
  const socket = join(folder, 'docker.sock');
  await startServer(createServer(docker), socket);
  await expect(requireDocker({ DOCKER_HOST: `unix://${socket}` })).resolves.toBeUndefined();
});

test('rootless Docker is found in the XDG runtime folder', async () => {
  const { folder } = await hideDocker();
  await startServer(createServer(docker), join(folder, 'docker.sock'));
  await expect(requireDocker({ XDG_RUNTIME_DIR: folder, HOME: folder })).resolves.toBeUndefined();
});

test('Docker is found at a TCP address', async () => {
  const port = await startServer(createServer(docker), 0);
  await expect(requireDocker({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).resolves.toBeUndefined();
});

test('for Docker with TLS, only the port is checked', async () => {
  const port = await startServer(createTcpServer(), 0);
  const environment = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1' };
  await expect(requireDocker(environment)).resolves.toBeUndefined();
});

test('without Docker, the error names the alternatives', async () => {
  await expect(requireDocker(await hideDocker())).rejects.toMatchObject({
    code: 'DOCKER_MISSING',
    message: expect.stringMatching(DOCKER_MISSING_MESSAGE),
  });
});

test.each<[string, RequestListener]>([
  ['answers with an error', (_, response) => void response.writeHead(500).end()],
  ['hangs up', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
])('a socket that %s does not count as Docker', async (_, listener) => {
  const { folder } = await hideDocker();
  const socket = join(folder, 'docker.sock');
  const server = createServer(listener);
  await startServer(server, socket);
  await expect(requireDocker({ DOCKER_HOST: `unix://${socket}` })).rejects.toThrow(
    DOCKER_MISSING_MESSAGE,
  );
  server.closeAllConnections();
});

test('a DOCKER_HOST with an unsupported scheme fails, and the error names it', async () => {
  await expect(requireDocker({ DOCKER_HOST: 'ssh://somewhere' })).rejects.toThrow(
    'Docker does not respond at ssh://somewhere.',
  );
});
