/** The texts of the organiser's part. */
export const en = {
  nav: { label: 'Box office', shows: 'Shows and sales' },
  list: {
    title: 'Shows and sales',
    upcoming: 'Upcoming shows',
    past: 'Past shows',
    which: 'Which shows',
    none: 'There are no such shows.',
    more: 'More shows',
    all: 'All shows together',
    sold: 'Sold',
    left: 'Left',
    capacity: 'Tickets in all',
    revenue: 'Revenue',
    noRevenue: 'none',
    soldOf: (sold: string, capacity: string) => `${sold} of ${capacity} sold`,
    noSales: 'The sales cannot be read now.',
    live: 'Live',
  },
};

/** What every language must have. */
export type OrganiseTexts = typeof en;
