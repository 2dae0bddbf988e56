import { request } from 'node:http';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LocalAwsError } from '../../aws/local-aws-error.ts';

const REMEDIES =
  'Start Docker, set AWS_ENDPOINT_URL to a running LocalStack, or unset WILLCALL_BACKEND to run without Docker';

/**
 * Checks that Docker responds, within one second.
 *
 * @throws LocalAwsError DOCKER_MISSING if Docker does not respond
 */
export const requireDocker = async (
  environment: NodeJS.ProcessEnv,
  platform?: NodeJS.Platform,
): Promise<void> => {
  const tls = (environment.DOCKER_TLS_VERIFY ?? '') !== '';
  const addresses = listDockerAddresses(environment, platform);
  const answers = await Promise.all(addresses.map((address) => answersPing(address, tls)));
  if (answers.includes(true)) return;
  const { DOCKER_HOST: named } = environment;
  const where = named === undefined || named === '' ? '' : ` at ${named}`;
  throw new LocalAwsError(
    'DOCKER_MISSING',
    `LocalStack needs Docker, but Docker does not respond${where}. ${REMEDIES}.`,
  );
};

/** Where Docker may listen: a Unix socket, a named pipe on Windows, or a TCP address. */
type DockerAddress = { readonly socket: string } | { readonly host: string; readonly port: number };

/** Docker's default port without TLS. Source: https://docs.docker.com/engine/daemon/remote-access/ */
const PLAIN_PORT = 2375;
const WINDOWS_PIPE = '//./pipe/docker_engine';

/**
 * Lists the addresses to try: the one in DOCKER_HOST, or else the default sockets of Docker Engine,
 * rootless Docker, and Docker Desktop. A DOCKER_HOST with another scheme, such as ssh, gives none.
 */
const listDockerAddresses = (
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly DockerAddress[] => {
  const { DOCKER_HOST: named, XDG_RUNTIME_DIR: runtime } = environment;
  if (named !== undefined && named !== '') return parseDockerHost(named);
  if (platform === 'win32') return [{ socket: WINDOWS_PIPE }];
  return [
    { socket: '/var/run/docker.sock' },
    ...(runtime === undefined ? [] : [{ socket: join(runtime, 'docker.sock') }]),
    { socket: join(environment.HOME ?? homedir(), '.docker/run/docker.sock') },
  ];
};

const parseDockerHost = (named: string): readonly DockerAddress[] => {
  const [, scheme, rest = ''] = /^(\w+):\/\/(.+)$/.exec(named) ?? [];
  switch (scheme) {
    case 'unix':
    case 'npipe':
      return [{ socket: rest }];
    case 'tcp':
    case 'http':
      return parseTcpAddress(rest);
    default:
      return [];
  }
};

const parseTcpAddress = (text: string): readonly DockerAddress[] => {
  if (!URL.canParse(`http://${text}`)) return [];
  const { hostname, port } = new URL(`http://${text}`);
  return [{ host: hostname, port: port === '' ? PLAIN_PORT : Number(port) }];
};

/** Docker on this machine answers within milliseconds. */
const PING_TIMEOUT_MS = 1_000;

/**
 * Whether Docker answers at an address. With TLS, whose keys only the Docker client has, it is enough
 * that the port is open.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.51/#tag/System/operation/SystemPing
 */
const answersPing = (address: DockerAddress, tls: boolean): Promise<boolean> => {
  if (tls && 'host' in address) return isListening(address);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const target = 'socket' in address ? { socketPath: address.socket } : address;
  const ping = request({ ...target, path: '/_ping', timeout: PING_TIMEOUT_MS });
  ping.once('response', (response) => {
    response.destroy();
    resolve(response.statusCode === 200);
  });
  ping.once('timeout', () => ping.destroy(new Error('No answer in time')));
  ping.once('error', () => resolve(false));
  ping.end();
  return promise;
};

const isListening = (address: {
  readonly host: string;
  readonly port: number;
}): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...address, timeout: PING_TIMEOUT_MS });
  const answer = (is: boolean) => () => {
    socket.destroy();
    resolve(is);
  };
  socket.once('connect', answer(true));
  socket.once('timeout', answer(false));
  socket.once('error', answer(false));
  return promise;
};
