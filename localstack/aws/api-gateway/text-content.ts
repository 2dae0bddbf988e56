/**
 * Content types that API Gateway is known to hand on as text; a form is not one of them.
 * Source: https://aws.amazon.com/blogs/compute/handling-binary-data-using-amazon-api-gateway-http-apis/
 */
const TEXT = /^(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i;

/** Whether a body goes to the function as text; every other body goes as base64. */
export const isText = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-encoding'] === undefined && TEXT.test(headers['content-type'] ?? '');
