import * as z from 'zod';
import { BadSettingError } from '../../aws/local-aws-error.ts';

/** The backend that holds the tables, queues, bus and buckets. */
export type BackendChoice =
  | { readonly kind: 'embedded' }
  /** LocalStack at the endpoint. Without an endpoint, one is found or started on this machine. */
  | { readonly kind: 'localstack'; readonly endpoint?: string };

const HttpUrl = z.url({ protocol: /^https?$/ });

const backendNames = ['embedded', 'localstack', 'aws'] as const;
type BackendName = (typeof backendNames)[number];

/**
 * Reads WILLCALL_BACKEND. Returns undefined if it is not set.
 *
 * @throws BadSettingError for an unknown backend
 */
export const readBackendName = ({
  WILLCALL_BACKEND: text = '',
}: Readonly<Record<string, string | undefined>>): BackendName | undefined => {
  const name = backendNames.find((each) => each === text);
  if (name !== undefined || text === '') return name;
  throw new BadSettingError(
    `WILLCALL_BACKEND=${text} is not valid. Set it to embedded or localstack, or to aws for a command that reads a deployed stage, or leave it unset.`,
  );
};

/**
 * Chooses the backend from WILLCALL_BACKEND and AWS_ENDPOINT_URL. An endpoint without a backend is
 * treated as LocalStack. `embedded` ignores AWS_ENDPOINT_URL.
 *
 * @throws BadSettingError BACKEND_UNAVAILABLE for `aws`, which needs a deployment
 * @throws BadSettingError for an unknown backend, or an endpoint that is not a URL
 */
export const chooseBackend = (environment: NodeJS.ProcessEnv): BackendChoice => {
  const { AWS_ENDPOINT_URL: endpoint = '' } = environment;
  switch (readBackendName(environment)) {
    case 'embedded':
      return { kind: 'embedded' };
    case undefined:
      return endpoint === '' ? { kind: 'embedded' } : localStack(endpoint);
    case 'localstack':
      return localStack(endpoint);
    case 'aws':
      throw new BadSettingError(
        'WILLCALL_BACKEND=aws is not available on this machine. Set it to embedded or localstack, or deploy willcall to AWS with npm run deploy.',
        { code: 'BACKEND_UNAVAILABLE' },
      );
  }
};

/**
 * Refuses WILLCALL_BACKEND=aws for a command that works on this machine only. Otherwise an operator who
 * set it would work on the local stack by mistake.
 *
 * @param instead what to do for a deployed stage
 * @throws BadSettingError
 */
export const expectLocalBackend = (
  environment: Readonly<Record<string, string | undefined>>,
  { command, instead }: { readonly command: string; readonly instead: string },
): void => {
  if (readBackendName(environment) !== 'aws') return;
  throw new BadSettingError(
    `WILLCALL_BACKEND=aws is set, but ${command} works on this machine only. Unset it; ${instead}.`,
  );
};

const localStack = (endpoint: string): BackendChoice => {
  if (endpoint === '') return { kind: 'localstack' };
  if (!HttpUrl.safeParse(endpoint).success) {
    throw new BadSettingError(
      `AWS_ENDPOINT_URL=${endpoint} is not a valid URL. Use a URL such as http://127.0.0.1:4566.`,
    );
  }
  // Paths are appended to the endpoint, so a trailing slash would be doubled.
  return { kind: 'localstack', endpoint: endpoint.replace(/\/+$/, '') };
};
