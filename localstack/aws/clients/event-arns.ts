import { LOCAL_ACCOUNT } from '../lambda/lambda-context.ts';
import { LOCAL_REGION } from './local-credentials.ts';

const EVENTS = `arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}`;
const BUS = `${EVENTS}:event-bus/`;

/** Every account has it, and it is meant where no other is named. */
export const DEFAULT_BUS = 'default';

/** The name of a bus that is given by name or by ARN, as every operation takes it. */
export const busName = (nameOrArn: string = DEFAULT_BUS): string =>
  nameOrArn.startsWith(BUS) ? nameOrArn.slice(BUS.length) : nameOrArn;

/** Rules of the default bus have no bus in their ARN. */
export const ruleArn = ({ bus, name }: { readonly bus: string; readonly name: string }): string =>
  bus === DEFAULT_BUS ? `${EVENTS}:rule/${name}` : `${EVENTS}:rule/${bus}/${name}`;

/** The service and the resource that an ARN names, or undefined if it is not formed like one. */
export const parseArn = (
  arn: string,
): { readonly service: string; readonly resource: string } | undefined => {
  const [, service, resource] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:(.+)$/.exec(arn) ?? [];
  return service === undefined || resource === undefined ? undefined : { service, resource };
};
