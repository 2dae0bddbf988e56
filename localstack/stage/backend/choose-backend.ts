import * as z from 'zod';
import { BadSettingError, LocalAwsError } from '../../aws/local-aws-error.ts';

/** The backend that holds the tables, queues, bus and buckets. */
export type BackendChoice =
  | { readonly kind: 'embedded' }
  /** LocalStack at the endpoint. Without an endpoint, one is found or started on this machine. */
  | { readonly kind: 'localstack'; readonly endpoint?: string };

const HttpUrl = z.url({ protocol: /^https?$/ });

/**
 * Chooses the backend from WILLCALL_BACKEND and AWS_ENDPOINT_URL. An endpoint without a backend is
 * treated as LocalStack. `embedded` ignores AWS_ENDPOINT_URL.
 *
 * @throws LocalAwsError BACKEND_UNAVAILABLE for `aws`, which needs a deployment
 * @throws BadSettingError for an unknown backend, or an endpoint that is not a URL
 */
export const chooseBackend = (environment: NodeJS.ProcessEnv): BackendChoice => {
  const { WILLCALL_BACKEND: backend = '', AWS_ENDPOINT_URL: endpoint = '' } = environment;
  switch (backend) {
    case 'embedded':
      return { kind: 'embedded' };
    case '':
      return endpoint === '' ? { kind: 'embedded' } : localStack(endpoint);
    case 'localstack':
      return localStack(endpoint);
    case 'aws':
      throw new LocalAwsError(
        'BACKEND_UNAVAILABLE',
        'WILLCALL_BACKEND=aws is not available on this machine. Set it to embedded or localstack, or deploy willcall to AWS with npm run deploy.',
      );
    default:
      throw new BadSettingError(
        `WILLCALL_BACKEND=${backend} is not valid. Set it to embedded or localstack, or leave it unset.`,
      );
  }
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
