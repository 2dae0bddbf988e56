import { describe, expect, it } from 'vitest';
import { parseTarget } from './target-option.ts';

const none = { tokens: [], tokensFile: undefined, adminToken: undefined, showId: undefined };
const API = 'https://api.example.com';

describe('a target', () => {
  it('is deployed if its address, a buyer and a show are named', () => {
    expect(parseTarget(`${API}/`, { ...none, tokens: ['buyer'], showId: 'hamlet' })).toEqual({
      kind: 'deployed',
      url: API,
      tokens: ['buyer'],
      tokensFile: undefined,
      show: { kind: 'named', showId: 'hamlet' },
    });
  });

  it('gets a new show if an admin token is given', () => {
    const named = { ...none, tokensFile: 'tokens.txt', adminToken: 'admin' };
    expect(parseTarget(API, named)).toMatchObject({
      tokensFile: 'tokens.txt',
      show: { kind: 'made', adminToken: 'admin' },
    });
  });

  it('that is deployed is never loaded without a token from the user', () => {
    expect(() => parseTarget(API, { ...none, adminToken: 'admin' })).toThrow(
      `${API} requires a buyer's token: use --token or --tokens FILE.`,
    );
  });

  it('that is deployed needs a show or an admin token', () => {
    expect(() => parseTarget(API, { ...none, tokens: ['buyer'] })).toThrow(
      `${API} requires a show: use --show ID, or --admin-token to create one.`,
    );
  });

  it.each([
    'http://api.example.com',
    'http://127.0.0.1.example.com',
    'ftp://127.0.0.1',
    'https://api.example.com/v1',
    'https://api.example.com/?x=1',
    'loacl',
    '',
  ])('cannot be %j, which would send tokens unencrypted or nowhere', (text) => {
    expect(() => parseTarget(text, { ...none, tokens: ['buyer'], showId: 'hamlet' })).toThrow(
      `--target ${text} is not a target`,
    );
  });

  it.each(['local', 'localstack'])('%s refuses tokens, because it signs its own', (text) => {
    expect(parseTarget(text, none)).toEqual({ kind: text });
    expect(() => parseTarget(text, { ...none, tokens: ['buyer'] })).toThrow(
      `--target ${text} creates its own tokens and show. Tokens and --show are for a deployed target only.`,
    );
  });
});
