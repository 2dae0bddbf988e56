import { parseArgs } from 'node:util';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import { runCommand } from '../../cli/run-command.ts';
import { issueToken } from '../../stage/identity.ts';

const HELP = `Usage: npm run --silent token -- USER [--admin] [--expires-in SECONDS]

Prints a token that the local API accepts from that user.

  --admin               with the scope willcall/admin
  --expires-in SECONDS  how long it is valid (default: 12 hours)`;

const seconds = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BadSettingError(`--expires-in ${text} is no number of seconds: try 3600.`);
};

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      admin: { type: 'boolean' },
      'expires-in': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [user, ...more] = positionals;
  if (user === undefined || user === '' || more.length > 0) {
    throw new BadSettingError('Name one user, as in: npm run --silent token -- alice');
  }
  const expiresInSeconds = seconds(values['expires-in']);
  console.log(await issueToken({ user, admin: values.admin, expiresInSeconds }));
});
