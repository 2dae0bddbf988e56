import { expect, test } from 'vitest';
import { chooseBackend } from './choose-backend.ts';

const ENDPOINT = 'http://127.0.0.1:4566';

test.each<[string, NodeJS.ProcessEnv]>([
  ['nothing is set', {}],
  ['the variables are empty', { WILLCALL_BACKEND: '', AWS_ENDPOINT_URL: '' }],
  ['WILLCALL_BACKEND names it', { WILLCALL_BACKEND: 'embedded' }],
  [
    'WILLCALL_BACKEND names it and an endpoint is set',
    { WILLCALL_BACKEND: 'embedded', AWS_ENDPOINT_URL: ENDPOINT },
  ],
])('the embedded backend is used when %s', (_, environment) => {
  expect(chooseBackend(environment)).toEqual({ kind: 'embedded' });
});

test('LocalStack is found or started when no endpoint is set', () => {
  expect(chooseBackend({ WILLCALL_BACKEND: 'localstack' })).toEqual({ kind: 'localstack' });
});

test.each<[string, NodeJS.ProcessEnv]>([
  ['together with the backend', { WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL: ENDPOINT }],
  ['alone', { AWS_ENDPOINT_URL: ENDPOINT }],
  ['with a trailing slash', { AWS_ENDPOINT_URL: `${ENDPOINT}/` }],
])('an endpoint set %s is used', (_, environment) => {
  expect(chooseBackend(environment)).toEqual({ kind: 'localstack', endpoint: ENDPOINT });
});

test('the backend aws is refused, and the error says what to do instead', () => {
  expect(() => chooseBackend({ WILLCALL_BACKEND: 'aws' })).toThrow(
    /^WILLCALL_BACKEND=aws is not available on this machine\. .*npm run deploy.*\.$/,
  );
});

test.each(['Embedded', 'moto', ' '])('the backend "%s" is refused', (backend) => {
  expect(() => chooseBackend({ WILLCALL_BACKEND: backend })).toThrow(
    `WILLCALL_BACKEND=${backend} is not valid. Set it to embedded or localstack, or to aws for a command that reads a deployed stage, or leave it unset.`,
  );
});

test.each(['localhost:4566', 'ftp://127.0.0.1', '4566', '/tmp/socket'])(
  'AWS_ENDPOINT_URL=%s is refused',
  (endpoint) => {
    const environment = { WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL: endpoint };
    expect(() => chooseBackend(environment)).toThrow(
      `AWS_ENDPOINT_URL=${endpoint} is not a valid URL. Use a URL such as http://127.0.0.1:4566.`,
    );
  },
);
