// The viewer function of the page's paths, as CloudFront runs it. It finds the object of the bucket for a path:
// the page's script decides what a path without a dot in its last segment shows, and /docs is a page of its own.
// Its JavaScript is that of CloudFront, which has no destructuring.
// Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html,
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  const last = uri.slice(uri.lastIndexOf('/'));
  if (uri === '/docs' || uri === '/docs/') request.uri = '/docs/index.html';
  else if (!uri.startsWith('/docs/') && !last.includes('.')) request.uri = '/index.html';
  return request;
}
