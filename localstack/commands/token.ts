import { Command, UsageError } from '@willcall/cli';
import { numberOption } from '@willcall/cli/options';
import { USER_ID_RULE, UserId } from '@willcall/contracts';
import { expectLocalBackend } from '../stage/backend/choose-backend.ts';
import { issueToken } from '../stage/identity.ts';

/** About thirty years, which is longer than any test needs. */
const LONGEST_SECONDS = 999_999_999;

type TokenOptions = { readonly admin?: boolean; readonly expiresIn?: number };

export const command = (): Command =>
  new Command()
    .description('Prints an access token of a user for the local API.')
    .argument('<user>', `the name, such as alice: ${USER_ID_RULE}`, parseUserName)
    .option('--admin', 'adds the scope willcall/admin')
    .addOption(
      numberOption('--expires-in <seconds>', "the token's lifetime (default: 12 hours)", {
        least: 1,
        most: LONGEST_SECONDS,
      }),
    )
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(npm run --silent token -- alice)`,
    )
    .action(async (user: string, { admin, expiresIn }: TokenOptions) => {
      expectLocalBackend(process.env, {
        command: 'token',
        instead: 'on a deployed stage, Cognito issues the tokens (see infra/README.md)',
      });
      console.log(await issueToken({ user, admin, expiresInSeconds: expiresIn }));
    });

const parseUserName = (text: string): string => {
  if (UserId.safeParse(text).success) return text;
  throw new UsageError(
    `A user name must be ${USER_ID_RULE}, as in: npx --no-install willcall token alice`,
  );
};
