export const HELP = `Usage: npm run smoke -- --url URL --token JWT (--admin-token JWT | --show ID) [options]

Buys one ticket as a buyer would, against any stage, and cleans up after itself: makes a free show
with one ticket, buys it, polls as Retry-After says, repeats the request with the same key, waits for
the purchase's event on the bus, cancels, erases, and removes the show. Exit code 1 when a step failed.

  --url URL          the API, such as http://127.0.0.1:3000
  --token JWT        a buyer's access token; or WILLCALL_TOKEN in the environment
  --admin-token JWT  an admin's, to make the test show; or WILLCALL_ADMIN_TOKEN
  --show ID          instead: a show that is there and on sale; one ticket of it is bought and given back
  --bus NAME         the stage's bus on AWS, seen by the SDK's own credentials and region; the local
                     stack's bus is found without it
  --timeout SECONDS  for a decision, and for an event (default 120)

A pipeline has no person to sign in: with WILLCALL_TOKEN_URL, WILLCALL_CLIENT_ID and
WILLCALL_CLIENT_SECRET it asks the issuer for one token with the scopes willcall/buy and willcall/admin.`;
