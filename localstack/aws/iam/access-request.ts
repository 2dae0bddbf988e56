/** What IAM judges of a call: the action, e.g. `dynamodb:PutItem`, and the ARN that it is done to. */
export type AccessRequest = { readonly action: string; readonly resource: string };

/** The services that functions call. */
export type CalledService = 'dynamodb' | 'sqs' | 'events' | 's3';

/** The requests that a service makes to IAM for each command of its SDK client, by the input. */
export type RequestsOf<Input> = Readonly<Record<string, (input: Input) => AccessRequest[]>>;
