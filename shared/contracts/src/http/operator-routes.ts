import { LiveSaleQuery } from './queries.ts';
import type { RoutesOf } from './routes.ts';

/** The routes for watching a sale, and for auditing it. */
export const liveSaleRoutes = {
  getLiveSale: {
    method: 'GET',
    path: '/shows/{showId}/live',
    function: 'live-sale',
    access: 'admin',
    query: LiveSaleQuery,
    status: 200,
    problems: [],
  },
  startAudit: {
    method: 'POST',
    path: '/shows/{showId}/audits',
    function: 'live-sale',
    access: 'admin',
    status: 202,
    headers: ['location', 'retry-after'],
    problems: ['QUEUES_UNAVAILABLE'],
  },
  getAudit: {
    method: 'GET',
    path: '/shows/{showId}/audits/{auditId}',
    function: 'live-sale',
    access: 'admin',
    status: 200,
    headers: ['retry-after'],
    problems: [],
  },
} as const satisfies RoutesOf<'live-sale'>;

/** The routes of purchases that could not be decided. */
export const deadLettersRoutes = {
  listDeadLetters: {
    method: 'GET',
    path: '/dead-letters',
    function: 'dead-letters-api',
    access: 'admin',
    status: 200,
    problems: ['QUEUES_UNAVAILABLE'],
  },
  redriveDeadLetters: {
    method: 'POST',
    path: '/dead-letters/redrive',
    function: 'dead-letters-api',
    access: 'admin',
    status: 200,
    problems: ['QUEUES_UNAVAILABLE'],
  },
} as const satisfies RoutesOf<'dead-letters-api'>;
