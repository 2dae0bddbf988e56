import { accessDenied } from './access-denied.ts';
import type { AccessRequest, CalledService } from './access-request.ts';
import { requestsOf } from './requests/requests-of.ts';
import { listing, type S3Input } from './requests/s3-requests.ts';
import type { Role } from './role.ts';
import type { SdkMiddleware, SdkPlugin } from './sdk-plugin.ts';

/**
 * Refuses what a role does not allow, before anything else in the client's stack: a refused call is
 * neither sent nor counted. Of the client of presigned addresses it refuses the signature; S3 would
 * refuse whoever comes with it.
 */
export const rolePlugin = (
  service: CalledService,
  role: Role,
  onDenied: (error: Error) => void,
): SdkPlugin => {
  const judge = (request: AccessRequest): void => {
    if (role.allows(request)) return;
    const error = accessDenied(service, role, request);
    onDenied(error);
    throw error;
  };
  const judging: SdkMiddleware =
    (next, { commandName = 'unknown' }) =>
    async (args) => {
      for (const request of requestsOf(service, { commandName, input: args.input })) {
        judge(request);
      }
      try {
        return await next(args);
      } catch (error) {
        if (isMissingObject(error)) judge(listing((args.input as S3Input).Bucket ?? ''));
        throw error;
      }
    };
  return {
    applyToStack(stack) {
      stack.add(judging, { step: 'initialize', priority: 'high', name: 'judgedByRole' });
    },
  };
};

/**
 * S3 says that only to who may list the bucket, and 403 to others.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const isMissingObject = (error: unknown): boolean =>
  error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);
