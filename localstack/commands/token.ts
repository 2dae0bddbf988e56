import { Command, UsageError } from '@willcall/cli';
import { numberOption } from '@willcall/cli/options';
import { issueToken } from '../stage/identity.ts';

/** About thirty years, which is longer than any test needs. */
const LONGEST_SECONDS = 999_999_999;

type TokenOptions = { readonly admin?: boolean; readonly expiresIn?: number };

export const command = (): Command =>
  new Command()
    .description('Prints an access token of a user for the local API.')
    .argument('<user>', 'any name, such as alice', parseUserName)
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
      console.log(await issueToken({ user, admin, expiresInSeconds: expiresIn }));
    });

const parseUserName = (text: string): string => {
  if (text !== '') return text;
  throw new UsageError('A user name is required, as in: npx --no-install willcall token alice');
};
