import { CommandError } from '@willcall/cli';
import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import type { CdkRequest } from '../src/command/cdk.ts';
import type { SmokeOptions } from '../src/smoke/run-smoke.ts';
import {
  command,
  type DeployArguments,
  type DeployDependencies,
  resolveDeployOptions,
  runDeploy,
} from './deploy.ts';

const outputs = JSON.stringify({
  'Willcall-Dev-Edge': { ApiUrl: 'https://api.example.com', Issuer: 'https://issuer.example.com' },
  'Willcall-Dev-Data': { PublishOutputRefTable1234: 'willcall-dev-shows' },
});

const parsed = (line: string) =>
  parseOptions(command(), line.split(' ').filter(Boolean)) as DeployArguments;

/** A deployment that succeeds unless `given` replaces a dependency. `done` lists its steps in order. */
const deployment = (line: string, given: Partial<DeployDependencies> = {}) => {
  const done: unknown[] = [];
  const options = resolveDeployOptions(parsed(line), {});
  const run = () =>
    runDeploy(options, {
      region: async (wanted) => wanted ?? 'eu-central-1',
      checkAccount: async (stage, region) => void done.push(['checked', { stage, region }]),
      cdk: async ({ args, ...where }: CdkRequest) => {
        done.push([args[0], where]);
        return { code: 0, stdout: '', stderr: '' };
      },
      ask: async (word) => void done.push(['asked', word]),
      buildPage: async () => undefined,
      uploadPage: async ({ files }) => {
        done.push(['uploaded', files.map(({ key }) => key)]);
        return ['app/assets/old.js'];
      },
      outputsFile: 'outputs.json',
      read: async () => outputs,
      stageToken: async () => undefined,
      smoke: async (smoke: SmokeOptions) => void done.push(['smoke', smoke]),
      expectHealth: async (origin) => void done.push(['health', origin]),
      print: (text) => void done.push(text),
      ...given,
    });
  return { run, done };
};
const tokens = '--token buyer --admin-token admin';
const where = { stage: 'dev', region: 'eu-central-1' };

describe('npm run deploy', () => {
  it('checks the account, shows the changes, asks, deploys, prints the addresses, and buys a ticket', async () => {
    const { run, done } = deployment(`--stage dev ${tokens}`);
    await run();
    expect(done).toEqual([
      ['checked', where],
      ['diff', where],
      ['asked', 'dev'],
      ['deploy', where],
      '\nAPI    https://api.example.com\nbus    willcall-dev\nqueue  willcall-dev-purchases.fifo',
      'ApiUrl: https://api.example.com',
      'Issuer: https://issuer.example.com',
      [
        'smoke',
        {
          origin: 'https://api.example.com',
          token: 'buyer',
          adminToken: 'admin',
          show: undefined,
          bus: 'willcall-dev',
          timeoutSeconds: 180,
        },
      ],
      'The smoke test passed.',
    ]);
  });

  const index = {
    key: 'index.html',
    body: Buffer.from('the page'),
    contentType: 'text/html',
    cacheControl: 'no-cache',
  };

  it('uploads the page of a stage after the API that it talks to, and before the test purchase', async () => {
    const { run, done } = deployment('--stage dev --yes', { buildPage: async () => [index] });
    await run();
    const steps = done.slice(done.findIndex((step) => Array.isArray(step) && step[0] === 'deploy'));
    expect(steps.filter((step) => Array.isArray(step))).toEqual([
      ['deploy', where],
      ['uploaded', ['index.html']],
      ['health', 'https://api.example.com'],
    ]);
    expect(done).toContain('The page is uploaded: 1 files. Removed: 1 old files.');
  });

  it('changes nothing if the page cannot be built', async () => {
    const { run, done } = deployment('--stage dev --yes', {
      buildPage: () => Promise.reject(new Error('main.tsx:1: no such word')),
    });
    await expect(run()).rejects.toThrow('no such word');
    expect(done).toEqual([]);
  });

  it('skips the confirmation with --yes, and deploys to the given region', async () => {
    const { run, done } = deployment(`--stage prod --region us-west-2 --yes ${tokens}`);
    await run();
    expect(done.slice(0, 3)).toEqual([
      ['checked', { stage: 'prod', region: 'us-west-2' }],
      ['diff', { stage: 'prod', region: 'us-west-2' }],
      ['deploy', { stage: 'prod', region: 'us-west-2' }],
    ]);
  });

  it('requests a missing token from the user pool of the stage', async () => {
    const { run, done } = deployment('--stage dev --yes --require-smoke --admin-token admin', {
      stageToken: async (stageOutputs, region) => `${stageOutputs.Issuer} in ${region}`,
    });
    await run();
    const [, smokeOptions] = done.find((each) => Array.isArray(each) && each[0] === 'smoke') as [
      string,
      SmokeOptions,
    ];
    expect(smokeOptions).toMatchObject({
      token: 'https://issuer.example.com in eu-central-1',
      adminToken: 'admin',
    });
  });

  it('checks the health and reports that no ticket was bought if there are no tokens', async () => {
    const { run, done } = deployment('--stage dev --yes');
    await run();
    expect(done.slice(-2)).toEqual([
      ['health', 'https://api.example.com'],
      expect.stringContaining('No ticket was bought'),
    ]);
  });

  it('deploys nothing if the confirmation fails', async () => {
    const { run, done } = deployment('--stage dev', {
      ask: async () => {
        throw new CommandError('Nothing was changed.');
      },
    });
    await expect(run()).rejects.toThrow('Nothing was changed.');
    expect(done).toEqual([
      ['checked', where],
      ['diff', where],
    ]);
  });

  it('changes nothing in an account that is not ready', async () => {
    const { run, done } = deployment('--stage dev --yes', {
      checkAccount: async () => {
        throw new CommandError('Nothing was deployed: the account is not ready.');
      },
    });
    await expect(run()).rejects.toThrow('Nothing was deployed');
    expect(done).toEqual([]);
  });

  it('asks the account nothing with --no-checks', async () => {
    const { run, done } = deployment('--stage dev --yes --no-checks');
    await run();
    expect(done[0]).toEqual(['diff', where]);
  });

  it.each([
    [
      'SSM parameter /cdk-bootstrap/hnb659fds/version not found. Has the environment been bootstrapped?',
      /Run npx cdk bootstrap -c stage=dev -c region=eu-central-1 once, in the folder infra\.$/,
    ],
    ['ExpiredToken: The security token included in the request is expired', /Sign in again/],
    [
      'Resource handler returned message: no',
      /^cdk diff failed with exit code 1\. See its output above\.$/,
    ],
  ])('says what to do if the CDK prints "%s"', async (stderr, sentence) => {
    const { run, done } = deployment('--stage dev --yes', {
      cdk: async () => ({ code: 1, stdout: '', stderr }),
    });
    await expect(run()).rejects.toThrow(sentence);
    expect(done).toEqual([['checked', where]]);
  });

  it.each([
    ['', /^A stage is required: --stage dev, staging, or prod\.$/],
    ['--stage localstack', /^--stage localstack is not a stage/],
    ['--stage dev --region Frankfurt', /is not an AWS region/],
    ['--stage dev --force', /unknown option/],
  ])('rejects "%s" with one sentence', (line, sentence) => {
    expect(() => deployment(line)).toThrow(sentence);
  });

  it('deploys nothing if --require-smoke is set and another issuer grants the tokens', () => {
    const named = parsed('--stage dev --require-smoke --token t');
    expect(() => resolveDeployOptions(named, {}, () => false)).toThrow(
      'Nothing was deployed: the smoke test needs tokens.',
    );
  });
});
