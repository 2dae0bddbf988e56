import { LocalstackContainer } from '@testcontainers/localstack';
import {
  containerEnvironment,
  LOCALSTACK_IMAGE,
  type RunningLocalStack,
  requireDocker,
} from '@willcall/localstack';

const PORT = 4566;

/** Testcontainers publishes ports on every interface of the machine; LocalStack is for this one only. */
class LoopbackLocalStack extends LocalstackContainer {
  constructor() {
    super(LOCALSTACK_IMAGE);
    this.hostConfig.PortBindings = { [`${PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] };
  }
}

/**
 * A LocalStack for one test run, on a free port of 127.0.0.1, so that runs do not meet. Testcontainers'
 * reaper removes it, should this process be killed.
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
