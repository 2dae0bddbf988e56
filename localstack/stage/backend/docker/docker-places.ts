import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a Docker may listen: a Unix socket (on Windows a named pipe), or an address. */
export type DockerPlace =
  | { readonly socket: string }
  | { readonly host: string; readonly port: number };

/** Docker's own default without TLS. Source: https://docs.docker.com/engine/daemon/remote-access/ */
const PLAIN_PORT = 2375;
const WINDOWS_PIPE = '//./pipe/docker_engine';

/**
 * The places to look for Docker at: only the one that DOCKER_HOST names, or else where Docker Engine,
 * a rootless one, and Docker Desktop listen. None for a DOCKER_HOST that cannot be looked at from here.
 */
export const dockerPlaces = (
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly DockerPlace[] => {
  const { DOCKER_HOST: named, XDG_RUNTIME_DIR: runtime } = environment;
  if (named !== undefined && named !== '') return namedPlace(named);
  if (platform === 'win32') return [{ socket: WINDOWS_PIPE }];
  return [
    { socket: '/var/run/docker.sock' },
    ...(runtime === undefined ? [] : [{ socket: join(runtime, 'docker.sock') }]),
    { socket: join(environment.HOME ?? homedir(), '.docker/run/docker.sock') },
  ];
};

const namedPlace = (named: string): readonly DockerPlace[] => {
  const [, scheme, rest = ''] = /^(\w+):\/\/(.+)$/.exec(named) ?? [];
  switch (scheme) {
    case 'unix':
    case 'npipe':
      return [{ socket: rest }];
    case 'tcp':
    case 'http':
      return address(rest);
    default:
      return [];
  }
};

const address = (text: string): readonly DockerPlace[] => {
  if (!URL.canParse(`http://${text}`)) return [];
  const { hostname, port } = new URL(`http://${text}`);
  return [{ host: hostname, port: port === '' ? PLAIN_PORT : Number(port) }];
};
