import { expect, test } from 'vitest';
import { findCreatedObject } from './announce-objects.ts';

const put = { method: 'PUT', params: { bucket: 'b', '*': 'k/l' }, query: {}, headers: {} };

test.each([
  { what: 'an upload', request: put, event: 'ObjectCreated:Put' },
  {
    what: 'a copy',
    request: { ...put, headers: { 'x-amz-copy-source': '/b/other' } },
    event: 'ObjectCreated:Copy',
  },
  {
    what: 'the end of a multipart upload',
    request: { ...put, method: 'POST', query: { uploadId: 'u' } },
    event: 'ObjectCreated:CompleteMultipartUpload',
  },
])('$what creates an object', ({ request, event }) => {
  expect(findCreatedObject(request, 200)).toEqual({ eventName: event, bucket: 'b', key: 'k/l' });
});

test.each([
  { what: 'a refused upload', request: put, status: 404 },
  { what: 'a new bucket', request: { ...put, params: { bucket: 'b' } }, status: 200 },
  {
    what: 'a new bucket with a slash',
    request: { ...put, params: { bucket: 'b', '*': '' } },
    status: 200,
  },
  {
    what: 'the upload of one part',
    request: { ...put, query: { uploadId: 'u', partNumber: '1' } },
    status: 200,
  },
  {
    what: 'the start of a multipart upload',
    request: { ...put, method: 'POST', query: { uploads: '' } },
    status: 200,
  },
  { what: 'a rename', request: { ...put, query: { renameObject: '' } }, status: 200 },
  { what: 'a download', request: { ...put, method: 'GET' }, status: 200 },
  { what: 'an SQS call', request: { ...put, method: 'POST', params: {} }, status: 200 },
])('$what does not create an object', ({ request, status }) => {
  expect(findCreatedObject(request, status)).toBeUndefined();
});
