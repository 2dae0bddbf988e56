import { type ProgramDefinition, runProgram } from '@willcall/cli';
import manifest from '../../package.json' with { type: 'json' };

/** The program. The module of a command is imported only when the command is called. */
export const willcall: ProgramDefinition = {
  name: 'willcall',
  version: manifest.version,
  description: 'Runs, tests, operates and deploys willcall, which sells every ticket exactly once.',
  example: 'npx --no-install willcall demo --tickets 100 --buyers 1000',
  commands: {
    start: {
      summary: 'runs willcall on a local AWS until Ctrl-C',
      load: () => import('@willcall/localstack/commands/start'),
    },
    token: {
      summary: 'prints a token that the local API accepts',
      load: () => import('@willcall/localstack/commands/token'),
    },
    demo: {
      summary: 'sells a show to many buyers at once and audits the sale',
      load: () => import('@willcall/localstack/commands/demo'),
    },
    load: {
      summary: 'runs a load test against a stage and audits the sale',
      load: () => import('@willcall/localstack/commands/load'),
    },
    audit: {
      summary: "audits a show's stock and records",
      load: () => import('@willcall/localstack/commands/audit'),
    },
    tickets: {
      summary: 'exports every ticket of a show',
      load: () => import('@willcall/localstack/commands/tickets'),
    },
    seats: {
      summary: "adds a file's seats to a show, or removes them",
      load: () => import('@willcall/localstack/commands/seats'),
    },
    events: {
      summary: 'prints events as they happen, or publishes parked ones again',
      load: () => import('@willcall/localstack/commands/events'),
    },
    subscribe: {
      summary: 'creates a queue that receives the events of a pattern',
      load: () => import('@willcall/localstack/commands/subscribe'),
    },
    'dead-letters': {
      summary: 'lists the purchases that the worker could not decide, or redrives them',
      load: () => import('@willcall/localstack/commands/dead-letters'),
    },
    payments: {
      summary: 'lists refunds, disputes and dead letters of payments, or retries them',
      load: () => import('@willcall/localstack/commands/payments'),
    },
    reconcile: {
      summary: 'compares the purchases of a paid show with the payment provider',
      load: () => import('@willcall/localstack/commands/reconcile'),
    },
    openapi: {
      summary: 'prints the OpenAPI document of the HTTP API',
      load: () => import('../commands/openapi.ts'),
    },
    asyncapi: {
      summary: 'prints the AsyncAPI document of the events',
      load: () => import('../commands/asyncapi.ts'),
    },
    synth: {
      summary: 'builds the templates and bundles of a stage',
      load: () => import('../commands/synth.ts'),
    },
    diff: {
      summary: 'shows what a deployment would change',
      load: () => import('../commands/diff.ts'),
    },
    deploy: {
      summary: 'deploys a stage and buys a ticket there',
      load: () => import('../commands/deploy.ts'),
    },
    'deploy-localstack': {
      summary: 'deploys the stage localstack to LocalStack',
      load: () => import('../commands/deploy-localstack.ts'),
    },
    smoke: {
      summary: 'buys one ticket on any stage and cleans up',
      load: () => import('../commands/smoke.ts'),
    },
    teardown: {
      summary: 'removes a stage',
      load: () => import('../commands/teardown.ts'),
    },
    preflight: {
      summary: 'checks whether a stage would hold a sale',
      load: () => import('../commands/preflight.ts'),
    },
    bill: {
      summary: 'computes what a stage and a million purchases cost',
      load: () => import('../commands/bill.ts'),
    },
  },
  explain: async (error) => (await import('@willcall/localstack/commands/explain')).explain(error),
};

/** Runs the command that the command line names. */
export const run = (): Promise<void> => runProgram(willcall);
