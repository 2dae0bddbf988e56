import type { Guard } from '../guard.ts';

/** What a function may do on AWS, it may do locally, and nothing else. */
export const leastPrivilegeGuards: readonly Guard[] = [
  {
    guard: 'a call that the deployed role does not allow is refused',
    file: 'localstack/aws/iam/role-plugin.ts',
    from: 'if (role.allows(request)) return;',
    to: 'if (role.allows(request) || request.action !== "") return;',
    tests: 'test/security/least-privilege.test.ts',
    caughtBy: 'in the role of another is refused',
  },
  {
    guard: 'a role names all that its function calls, also what it could do without',
    file: 'shared/topology/src/access.ts',
    from: "tables: { shows: ['GetItem'], purchases: ['GetItem'], pulse: ['Query'] },",
    to: "tables: { purchases: ['GetItem'], pulse: ['Query'] },",
    tests: 'test/e2e/first-purchase.test.ts',
    // Accept queues a purchase whose show it could not read: only the refusal itself is noticed.
    caughtBy: 'goes from POST to tickets',
  },
];
