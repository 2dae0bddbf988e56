import { expect, test } from 'vitest';
import { chooseBackend } from './choose-backend.ts';

const ENDPOINT = 'http://127.0.0.1:4566';

test.each<[string, NodeJS.ProcessEnv]>([
  ['nothing is set', {}],
  ['what is set is empty', { WILLCALL_BACKEND: '', AWS_ENDPOINT_URL: '' }],
  ['it is named', { WILLCALL_BACKEND: 'embedded' }],
  ['it is named beside an endpoint', { WILLCALL_BACKEND: 'embedded', AWS_ENDPOINT_URL: ENDPOINT }],
])('the embedded backend is used when %s', (_, environment) => {
  expect(chooseBackend(environment)).toEqual({ kind: 'embedded' });
});

test('LocalStack is found or started when no endpoint is named', () => {
  expect(chooseBackend({ WILLCALL_BACKEND: 'localstack' })).toEqual({ kind: 'localstack' });
});

test.each<[string, NodeJS.ProcessEnv]>([
  ['with the backend', { WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL: ENDPOINT }],
  ['alone', { AWS_ENDPOINT_URL: ENDPOINT }],
  ['with a slash at its end', { AWS_ENDPOINT_URL: `${ENDPOINT}/` }],
])('an endpoint that is named %s is used', (_, environment) => {
  expect(chooseBackend(environment)).toEqual({ kind: 'localstack', endpoint: ENDPOINT });
});

test('on AWS, nothing runs here: the sentence says what to do instead', () => {
  expect(() => chooseBackend({ WILLCALL_BACKEND: 'aws' })).toThrow(
    /^WILLCALL_BACKEND=aws is not available here: .*npm run deploy.*\.$/,
  );
});

test.each(['Embedded', 'moto', ' '])('the backend "%s" is refused', (backend) => {
  expect(() => chooseBackend({ WILLCALL_BACKEND: backend })).toThrow(
    `WILLCALL_BACKEND=${backend} is not available: leave it out, or set it to embedded or localstack.`,
  );
});

test.each(['localhost:4566', 'ftp://127.0.0.1', '4566', '/tmp/socket'])(
  'AWS_ENDPOINT_URL=%s is refused',
  (endpoint) => {
    const environment = { WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL: endpoint };
    expect(() => chooseBackend(environment)).toThrow(
      `AWS_ENDPOINT_URL=${endpoint} is no address: it must be like http://127.0.0.1:4566.`,
    );
  },
);
