import type { IssuerSettings } from '@willcall/box-office';
import { describe, expect, it } from 'vitest';
import { checkPage, findWebOrigins } from './page-setting.ts';
import type { Identity } from './stage-configuration.ts';

const domain = { name: 'tickets.example', certificateArn: 'arn' };
const signIn: IssuerSettings = {
  authorizationUrl: 'https://login.example/authorize',
  tokenUrl: 'https://login.example/token',
  clients: { buyers: { id: 'a', scopes: [] }, staff: { id: 'b', scopes: [] } },
};
const issuer: Identity = { kind: 'issuer', issuer: 'https://login.example', audience: ['api'] };
const whole = { page: true, domain, edge: 'deployed', identity: { kind: 'cognito' } } as const;

describe('a page', () => {
  it.each([
    [
      'without a domain',
      { ...whole, domain: undefined },
      /Stage dev has a page, which needs a domain/,
    ],
    ['without CloudFront', { ...whole, edge: 'left-out' } as const, /needs edge: 'deployed'/],
    [
      'of another issuer without its endpoints',
      { ...whole, identity: issuer },
      /needs identity\.signIn/,
    ],
  ])('%s is refused, with what to set', (_, configuration, sentence) => {
    expect(() => checkPage('dev', configuration)).toThrow(sentence);
    expect(() => checkPage('dev', { ...configuration, page: false })).not.toThrow();
  });

  it.each([
    ['of its own user pool', whole],
    ['of another issuer', { ...whole, identity: { ...issuer, signIn } }],
  ])('with a domain and the sign-in %s is made', (_, configuration) => {
    expect(() => checkPage('dev', configuration)).not.toThrow();
  });
});

describe('the web origins of a stage', () => {
  const browserOrigins = ['https://www.tickets.example'];

  it('are the configured ones and the one of its page', () => {
    expect(findWebOrigins({ browserOrigins, page: true, domain })).toEqual([
      'https://www.tickets.example',
      'https://tickets.example',
    ]);
  });

  it('are the configured ones without a page', () => {
    expect(findWebOrigins({ browserOrigins, domain })).toEqual(browserOrigins);
  });

  it('name no origin twice', () => {
    const own = ['https://tickets.example'];
    expect(findWebOrigins({ browserOrigins: own, page: true, domain })).toEqual(own);
  });
});
