import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
} from 'aws-lambda';

/** A custom resource: its physical id, which does not change, and the attributes that a template can read. */
type ResourceResult = {
  readonly id: string;
  readonly data?: Readonly<Record<string, string>>;
};

/** Creates, updates or deletes the resource. */
export type ResourceHandler = (event: CloudFormationCustomResourceEvent) => Promise<ResourceResult>;

/**
 * Makes the Lambda handler of a custom resource. It reports every outcome to CloudFormation, which would
 * otherwise wait for an hour. If the report fails, Lambda runs the whole handler again, up to twice.
 * CloudFormation never shows the attributes (`NoEcho`).
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const answerCloudFormation =
  (work: ResourceHandler) =>
  async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const body = JSON.stringify(await runHandler(work, event));
    // The URL is signed without a content type.
    const { ok, status } = await fetch(event.ResponseURL, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
    });
    if (!ok) throw new Error(`CloudFormation's response URL answered ${status}`);
  };

const runHandler = async (
  work: ResourceHandler,
  event: CloudFormationCustomResourceEvent,
): Promise<CloudFormationCustomResourceResponse> => {
  const { StackId, RequestId, LogicalResourceId } = event;
  const request = { StackId, RequestId, LogicalResourceId };
  try {
    const { id, data = {} } = await work(event);
    return { ...request, Status: 'SUCCESS', PhysicalResourceId: id, NoEcho: true, Data: data };
  } catch (error) {
    const PhysicalResourceId =
      event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId;
    const Reason =
      error instanceof Error ? `${error.name}: ${error.message}` : 'The function failed';
    return { ...request, Status: 'FAILED', Reason, PhysicalResourceId };
  }
};
