import { request } from 'node:http';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LocalAwsError } from '../../aws/local-aws-error.ts';

const REMEDIES =
  'start Docker, or name a running LocalStack by AWS_ENDPOINT_URL, or leave WILLCALL_BACKEND out to run without Docker';

/**
 * Looks for Docker, a second at most.
 *
 * @throws LocalAwsError DOCKER_MISSING in one sentence that says what to do
 */
export const requireDocker = async (
  environment: NodeJS.ProcessEnv,
  platform?: NodeJS.Platform,
): Promise<void> => {
  const tls = (environment.DOCKER_TLS_VERIFY ?? '') !== '';
  const addresses = listDockerAddresses(environment, platform);
  const answers = await Promise.all(addresses.map((place) => answersPing(place, tls)));
  if (answers.includes(true)) return;
  const { DOCKER_HOST: named } = environment;
  const where = named === undefined || named === '' ? 'none answers' : `none answers at ${named}`;
  throw new LocalAwsError('DOCKER_MISSING', `LocalStack needs Docker, and ${where}: ${REMEDIES}.`);
};

/** Where a Docker may listen: a Unix socket (on Windows a named pipe), or an address. */
type DockerAddress = { readonly socket: string } | { readonly host: string; readonly port: number };

/** Docker's own default without TLS. Source: https://docs.docker.com/engine/daemon/remote-access/ */
const PLAIN_PORT = 2375;
const WINDOWS_PIPE = '//./pipe/docker_engine';

/**
 * The places to look for Docker at: only the one that DOCKER_HOST names, or else where Docker Engine,
 * a rootless one, and Docker Desktop listen. None for a DOCKER_HOST that cannot be looked at from here.
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

/** A Docker on this machine answers within milliseconds. */
const PING_TIMEOUT_MS = 1_000;

/**
 * Whether a Docker answers there. With TLS, whose keys are its client's business, being listened at is
 * all that is asked.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.51/#tag/System/operation/SystemPing
 */
const answersPing = (place: DockerAddress, tls: boolean): Promise<boolean> => {
  if (tls && 'host' in place) return isListening(place);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const target = 'socket' in place ? { socketPath: place.socket } : place;
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

const isListening = (place: { readonly host: string; readonly port: number }): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ ...place, timeout: PING_TIMEOUT_MS });
  const answer = (is: boolean) => () => {
    socket.destroy();
    resolve(is);
  };
  socket.once('connect', answer(true));
  socket.once('timeout', answer(false));
  socket.once('error', answer(false));
  return promise;
};
