import type { Audit } from './generated/api.ts';
import { type CallOptions, type Send, sendWithin, toSegment } from './http.ts';

/** Audits of shows. For admins. */
export type Audits = {
  /** Starts the audit of a show, or finds the one that is running. Poll it with `get`. Can be repeated. */
  start(showId: string, options?: CallOptions): Promise<Audit>;
  get(showId: string, auditId: string, options?: CallOptions): Promise<Audit>;
};

const pathOf = (showId: string): string => `/shows/${toSegment(showId)}/audits`;

export const createAudits = (send: Send): Audits => ({
  start: (showId, options) =>
    sendWithin(send, { method: 'POST', path: pathOf(showId), repeatable: true }, options),
  get: (showId, auditId, options) =>
    sendWithin(send, { method: 'GET', path: `${pathOf(showId)}/${toSegment(auditId)}` }, options),
});
