import { LocalAwsError } from '../aws/local-aws-error.ts';
import { endWithParent } from '../aws/process/child.ts';
import { startLocalStripe } from './start-local-stripe.ts';

/** The process of the local Stripe: `node server.ts <folder> <port> <rate>`. It prints the port it has. */
const serve = async ([folder = '', port, rate]: readonly string[]): Promise<void> => {
  const { endpoint, close } = await startLocalStripe({
    folder,
    port: Number(port),
    requestsPerSecond: Number(rate),
  });
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
