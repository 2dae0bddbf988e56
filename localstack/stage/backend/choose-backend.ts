import * as z from 'zod';
import { BadSettingError, LocalAwsError } from '../../aws/local-aws-error.ts';

/** Where tables, queues, bus and buckets are. */
export type BackendChoice =
  | { readonly kind: 'embedded' }
  /** LocalStack at the endpoint or, without one, one that is found or started on this machine. */
  | { readonly kind: 'localstack'; readonly endpoint?: string };

const HttpUrl = z.url({ protocol: /^https?$/ });

/**
 * What WILLCALL_BACKEND and AWS_ENDPOINT_URL ask for. An endpoint without a backend is one that behaves
 * as LocalStack does; `embedded` brings its own, whatever else is named.
 *
 * @throws LocalAwsError BACKEND_UNAVAILABLE for `aws`, where willcall is deployed instead
 * @throws BadSettingError for an unknown backend, or an endpoint that is no URL
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
        'WILLCALL_BACKEND=aws is not available here: willcall is deployed to AWS (npm run deploy), and runs on this machine with embedded or localstack.',
      );
    default:
      throw new BadSettingError(
        `WILLCALL_BACKEND=${backend} is not available: leave it out, or set it to embedded or localstack.`,
      );
  }
};

const localStack = (endpoint: string): BackendChoice => {
  if (endpoint === '') return { kind: 'localstack' };
  if (!HttpUrl.safeParse(endpoint).success) {
    throw new BadSettingError(
      `AWS_ENDPOINT_URL=${endpoint} is no address: it must be like http://127.0.0.1:4566.`,
    );
  }
  // Paths are appended to it, so that a slash at its end would be doubled.
  return { kind: 'localstack', endpoint: endpoint.replace(/\/+$/, '') };
};
