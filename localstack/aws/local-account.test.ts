import { expect, it } from 'vitest';
import { readLocalCredentials } from './local-account.ts';

const test = { accessKeyId: 'test', secretAccessKey: 'test' };
const keys = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'secret' };

it.each([
  ['no credentials', {}, test],
  ['half of a pair', { AWS_SECRET_ACCESS_KEY: 'secret' }, test],
  ['empty variables', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, test],
  ['a pair', keys, { accessKeyId: 'mine', secretAccessKey: 'secret' }],
  [
    'a session',
    { ...keys, AWS_SESSION_TOKEN: 'session' },
    { accessKeyId: 'mine', secretAccessKey: 'secret', sessionToken: 'session' },
  ],
])(
  'with %s in the environment, local clients sign with the right ones',
  (_, environment, expected) => {
    expect(readLocalCredentials(environment)).toEqual(expected);
  },
);
