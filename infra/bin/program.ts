import { runProgram } from '@willcall/cli';

await runProgram({
  name: 'willcall',
  description: 'Runs, tries, operates and deploys willcall, which sells every ticket exactly once.',
  example: 'willcall demo --tickets 100 --buyers 1000',
  commands: {
    audit: {
      summary: "checks a show's books",
      load: () => import('@willcall/localstack/commands/audit'),
    },
  },
  explain: async (error) => (await import('@willcall/localstack/commands/explain')).explain(error),
});
