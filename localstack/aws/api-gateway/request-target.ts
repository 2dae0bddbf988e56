export type RequestTarget = { readonly path: string; readonly query: string };

/** The path and query of a request line, as they were sent. A proxy's absolute form is accepted. */
export const requestTarget = (url: string): RequestTarget => {
  const local = url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  return mark < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, mark), query: local.slice(mark + 1) };
};
