export const LOCAL_REGION = 'us-east-1';

/** The account that the emulators use in their ARNs. */
export const LOCAL_ACCOUNT = '000000000000';

/** What the SDK signs a request with. */
type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * The credentials for a local AWS: those of the environment, which an emulator that checks signatures
 * knows, or else `test`, which emulators accept by default. The embedded local AWS accepts any.
 */
export const readLocalCredentials = ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
}: Readonly<Record<string, string | undefined>>): Credentials =>
  accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    : { accessKeyId: 'test', secretAccessKey: 'test' };

/** The credentials of this process. */
export const localCredentials = readLocalCredentials(process.env);

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`;

export const functionArn = (name: string): string => arn('lambda', `function:${name}`);

export const tableArn = (name: string): string => arn('dynamodb', `table/${name}`);

export const indexArn = (table: string, index: string): string =>
  `${tableArn(table)}/index/${index}`;

/** @param nameOrUrl a queue name, or a queue URL, which ends with the name */
export const queueArn = (nameOrUrl: string): string => arn('sqs', `${nameOrUrl.split('/').at(-1)}`);

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

/** @param key `*` matches every object */
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

/** Every account has this bus. It applies when no bus is named. */
export const DEFAULT_BUS = 'default';

const BUS_PREFIX = arn('events', 'event-bus/');

/** Returns the name of a bus that is given by name or by ARN. */
export const busName = (nameOrArn: string = DEFAULT_BUS): string =>
  nameOrArn.startsWith(BUS_PREFIX) ? nameOrArn.slice(BUS_PREFIX.length) : nameOrArn;

export const busArn = (nameOrArn: string | undefined): string =>
  `${BUS_PREFIX}${busName(nameOrArn)}`;

/** The ARN of a rule on the default bus does not name the bus. */
export const ruleArn = ({ bus, name }: { readonly bus: string; readonly name: string }): string =>
  arn('events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`);

/** Parses an ARN. Returns undefined if the text is not an ARN. */
export const parseArn = (
  text: string,
): { readonly service: string; readonly resource: string } | undefined => {
  const [, service, resource] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:(.+)$/.exec(text) ?? [];
  return service === undefined || resource === undefined ? undefined : { service, resource };
};
