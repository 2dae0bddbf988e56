export const HELP = `Usage: npm run teardown -- --stage STAGE [options]

Removes a stage from the AWS account of the SDK's own credentials, and asks before. Its tables, flyers
and its users' accounts stay, so that it can be deployed again with all that it had sold.

  --stage STAGE        dev, staging or prod
  --region REGION      another region than that of the environment or the profile
  --delete-data STAGE  also tables, flyers, accounts and everything in them, for good: names the stage
                       again. A customer-managed key stays where the stage has one: AWS deletes keys
                       only after a waiting time of days
  --yes                without asking`;
