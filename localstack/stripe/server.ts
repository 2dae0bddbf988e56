import { LocalAwsError } from '../aws/local-aws-error.ts';
import { endWithParent } from '../aws/process/child.ts';
import { startLocalStripe } from './start-local-stripe.ts';

/** The process of the local Stripe: `node server.ts <folder> <port>`. It prints the port it listens on. */
const serve = async ([folder = '', port = '0']: readonly string[]): Promise<void> => {
  const { endpoint, close } = await startLocalStripe({ folder, port: Number(port) });
  endWithParent(close);
  console.log(`listening on port ${new URL(endpoint).port}`);
};

// Its files hold keys, and what the seller knows of a payment.
process.umask(0o077);

await serve(process.argv.slice(2)).catch((error: unknown) => {
  // The parent quotes the last lines, and such a message says what to do.
  console.error(error instanceof LocalAwsError ? error.message : error);
  process.exit(1);
});
