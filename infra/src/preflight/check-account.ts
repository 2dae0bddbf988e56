import { CommandError } from '@willcall/cli';
import { accountChecks, type Deployment, NotKnownError } from './account-checks.ts';
import { leftoverChecks } from './leftover-checks.ts';

/** Every check before a deployment, in the order in which a first deployment would fail. */
export const preflightChecks = [...accountChecks, ...leftoverChecks];

/**
 * Asks an account whether a deployment can succeed, before anything is made. Prints one line for each
 * check: `ok`, `--` for one that could not be made, and `no` with a sentence that says what to do.
 *
 * @throws CommandError if a check finds a problem. Errors of the SDK, except for a missing permission
 */
export async function checkAccount(
  deployment: Deployment,
  print: (line: string) => void,
): Promise<void> {
  let problems = 0;
  for (const { states, permissions, find } of preflightChecks) {
    try {
      const found = await find(deployment);
      if (found.length === 0) print(`ok  ${states}`);
      for (const sentence of found) print(`no  ${sentence}`);
      problems += found.length;
    } catch (error) {
      print(`--  not checked: ${explainUnchecked(error, states, permissions)}`);
    }
  }
  if (problems === 0) return;
  throw new CommandError(
    `Nothing was deployed: the account is not ready. Each line above that begins with "no" says what to do.`,
  );
}

/** The names that services give to a missing permission. */
const NOT_ALLOWED =
  /^(AccessDenied|AccessDeniedException|NotAuthorizedException|UnauthorizedOperation)$/;

/**
 * Completes the sentence "not checked: …".
 *
 * @throws the error, if it does not mean that the check cannot be made
 */
export function explainUnchecked(
  error: unknown,
  states: string,
  permissions: readonly string[],
): string {
  if (error instanceof NotKnownError) return error.message;
  if (error instanceof Error && NOT_ALLOWED.test(error.name)) {
    return `whether ${states}. It needs ${new Intl.ListFormat('en').format(permissions)}.`;
  }
  throw error;
}
