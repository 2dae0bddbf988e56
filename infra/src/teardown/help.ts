export const HELP = `Usage: npm run teardown -- --stage STAGE [options]

Removes a stage from the AWS account of the SDK's own credentials, and asks before. Its tables, flyers
and keys stay, so that it can be deployed again with all that it had sold.

  --stage STAGE        dev, staging or prod
  --region REGION      another region than that of the environment or the profile
  --delete-data STAGE  also tables, flyers and everything in them, for good: names the stage again
  --yes                without asking`;
