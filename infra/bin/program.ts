import { type ProgramDefinition, runProgram } from '@willcall/cli';

/** The program: a command's module is imported only when its command is called. */
export const willcall: ProgramDefinition = {
  name: 'willcall',
  description: 'Runs, tries, operates and deploys willcall, which sells every ticket exactly once.',
  example: 'willcall demo --tickets 100 --buyers 1000',
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
      summary: 'sells a show to many buyers at once, and checks the sale',
      load: () => import('@willcall/localstack/commands/demo'),
    },
    load: {
      summary: 'loads a stage with buyers, and audits the sale',
      load: () => import('@willcall/localstack/commands/load'),
    },
    audit: {
      summary: "checks a show's books",
      load: () => import('@willcall/localstack/commands/audit'),
    },
    tickets: {
      summary: 'exports every ticket of a show',
      load: () => import('@willcall/localstack/commands/tickets'),
    },
    seats: {
      summary: 'gives a show the seats of a file',
      load: () => import('@willcall/localstack/commands/seats'),
    },
    events: {
      summary: 'follows the events, or sends parked ones again',
      load: () => import('@willcall/localstack/commands/events'),
    },
    subscribe: {
      summary: 'makes a queue that is given the events of a pattern',
      load: () => import('@willcall/localstack/commands/subscribe'),
    },
    'dead-letters': {
      summary: 'lists the purchases that the worker could not decide, or sends them back',
      load: () => import('@willcall/localstack/commands/dead-letters'),
    },
    synth: {
      summary: 'makes the templates and bundles of a stage',
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
      summary: 'deploys the stage localstack into LocalStack',
      load: () => import('../commands/deploy-localstack.ts'),
    },
    smoke: {
      summary: 'buys one ticket of any stage and cleans up after itself',
      load: () => import('../commands/smoke.ts'),
    },
    teardown: {
      summary: 'removes a stage',
      load: () => import('../commands/teardown.ts'),
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
