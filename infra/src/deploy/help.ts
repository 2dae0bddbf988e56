export const HELP = `Usage: npm run deploy -- --stage STAGE [options]

Deploys a stage into the AWS account of the SDK's own credentials: shows what would change, asks,
deploys, prints its addresses, and buys a ticket as npm run smoke does.

  --stage STAGE      dev, staging or prod
  --region REGION    another region than that of the environment or the profile
  --yes              without asking, as in a pipeline
  --token JWT, --admin-token JWT
                     for the smoke test, as of npm run smoke; WILLCALL_TOKEN and WILLCALL_ADMIN_TOKEN
                     in the environment do as well. Without them it asks the stage's own user pool, or
                     the issuer at WILLCALL_TOKEN_URL; without that, only the API's health is checked.
  --require-smoke    deploys nothing when there are no tokens to buy a ticket with`;
