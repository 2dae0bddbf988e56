import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
} from 'aws-lambda';

/** What a resource of ours has become: its id, which stays, and what the template may ask of it. */
type ResourceResult = {
  readonly id: string;
  readonly data?: Readonly<Record<string, string>>;
};

/** Whether it is there, or gone, when the promise has come true. */
export type ResourceHandler = (event: CloudFormationCustomResourceEvent) => Promise<ResourceResult>;

/**
 * A function behind a custom resource. Whatever happens CloudFormation is told, or it would wait for an
 * hour; when telling fails, Lambda tries the whole again, twice. Data is never shown by CloudFormation.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export const answerCloudFormation =
  (work: ResourceHandler) =>
  async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const body = JSON.stringify(await runHandler(work, event));
    // No content type: the address is signed without one.
    const { ok, status } = await fetch(event.ResponseURL, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
    });
    if (!ok) throw new Error(`CloudFormation's address has answered ${status}`);
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
    const Reason = error instanceof Error ? `${error.name}: ${error.message}` : 'It failed';
    return { ...request, Status: 'FAILED', Reason, PhysicalResourceId };
  }
};
