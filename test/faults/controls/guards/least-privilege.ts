import type { Guard } from '../guard.ts';

/** Guards that give a function the same permissions locally as on AWS. */
export const leastPrivilegeGuards: readonly Guard[] = [
  {
    guard: 'A call that the deployed role does not allow is refused locally.',
    file: 'localstack/aws/iam/role-plugin.ts',
    from: 'if (role.allows(request)) return;',
    to: 'if (role.allows(request) || request.action !== "") return;',
    tests: 'test/security/least-privilege.test.ts',
    caughtBy: 'is refused a call in the role of another function',
  },
  {
    guard: 'A role allows every call of its function, including calls that may fail.',
    file: 'shared/topology/src/access.ts',
    from: "tables: { shows: ['GetItem'], purchases: ['GetItem'], pulse: ['Query'] },",
    to: "tables: { purchases: ['GetItem'], pulse: ['Query'] },",
    tests: 'test/e2e/first-purchase.test.ts',
    // `accept` queues a purchase even if it cannot read the show, so only the denied call is detected.
    caughtBy: 'goes from POST to tickets',
  },
];
