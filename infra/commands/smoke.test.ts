import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { command, resolveSmokeOptions, type SmokeArguments } from './smoke.ts';

const options = (line: string, environment: NodeJS.ProcessEnv = {}) =>
  resolveSmokeOptions(
    parseOptions(command(), line.split(' ').filter(Boolean)) as SmokeArguments,
    environment,
  );
const local = '--url http://127.0.0.1:3000';

describe('npm run smoke', () => {
  it('takes tokens from the command line or the environment', () => {
    const expected = {
      origin: 'http://127.0.0.1:3000',
      token: 'b',
      adminToken: 'a',
      show: undefined,
      bus: undefined,
      timeoutSeconds: 120,
    };
    expect(options(`${local} --token b --admin-token a`)).toEqual(expected);
    expect(options(local, { WILLCALL_TOKEN: 'b', WILLCALL_ADMIN_TOKEN: 'a' })).toEqual(expected);
  });

  it('requires no admin token for an existing show', () => {
    expect(options(`${local}/ --token b --show s --bus willcall-dev --timeout 5`)).toMatchObject({
      origin: 'http://127.0.0.1:3000',
      adminToken: undefined,
      show: 's',
      bus: 'willcall-dev',
      timeoutSeconds: 5,
    });
  });

  it.each([
    ['--token b --show s', /--url is required/],
    [`${local} --show s`, /WILLCALL_TOKEN/],
    [`${local} --token b`, /--show ID/],
    ['--url nowhere --token b --show s', /is not a URL/],
    ['--url http://example.com --token b --show s', /must be https/],
    ['--url ftp://127.0.0.1 --token b --show s', /must be https/],
    ['--url https://example.com/v1 --token b --show s', /must not have a path/],
    [`${local} --token b --show s --timeout 0`, /whole number/],
    [`${local} --token b --shw s`, /unknown option/],
  ])('rejects "%s" with one sentence', (line, sentence) => {
    expect(() => options(line)).toThrow(sentence);
  });
});
