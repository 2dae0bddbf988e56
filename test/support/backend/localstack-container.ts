import { LocalstackContainer } from '@testcontainers/localstack';
import {
  containerEnvironment,
  LOCALSTACK_IMAGE,
  type RunningLocalStack,
  requireDocker,
} from '@willcall/localstack';

const PORT = 4566;

/**
 * Testcontainers publishes ports on every interface. LocalStack must be reachable from this machine
 * only.
 */
class LoopbackLocalStack extends LocalstackContainer {
  constructor() {
    super(LOCALSTACK_IMAGE);
    this.hostConfig.PortBindings = { [`${PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] };
  }
}

/**
 * Starts a LocalStack for one test run on a free port of 127.0.0.1, so that runs do not collide. If
 * this process is killed, the reaper of Testcontainers removes the container.
 *
 * @throws LocalAwsError DOCKER_MISSING
 */
export const startLocalStackContainer = async (): Promise<RunningLocalStack> => {
  await requireDocker(process.env);
  const container = await new LoopbackLocalStack()
    .withEnvironment({ ...containerEnvironment(process.env) })
    .start();
  return {
    endpoint: `http://127.0.0.1:${container.getMappedPort(PORT)}`,
    unexpectedEnd: new Promise(() => undefined),
    stop: async () => void (await container.stop()),
  };
};
