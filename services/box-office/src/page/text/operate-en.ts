const tickets = (count: string): string => (count === '1' ? '1 ticket' : `${count} tickets`);

/** The texts of what an organiser does besides shows. */
export const en = {
  nav: { buyers: 'Buyers', deadLetters: 'Dead letters' },
  export: {
    title: 'Tickets',
    text: 'A file with every ticket that was sold, also the cancelled ones, with the names and e-mail addresses of their holders.',
    mark: 'With the mark by which Excel reads accents',
    submit: 'Export the tickets (CSV)',
    progress: (count: string) => `${tickets(count)} read…`,
    done: (count: string) => `${tickets(count)} exported.`,
    leftOut: (count: string) =>
      `${count === '1' ? '1 record cannot be read, and its tickets are' : `${count} records cannot be read, and their tickets are`} missing. The audit names each one.`,
    fileName: (show: string) => `Tickets of ${show}.csv`,
  },
  audit: {
    title: 'Books',
    text: 'The audit checks the counters of the stock, the journal of their changes and the purchases against each other. It can run during a sale.',
    submit: 'Audit the books',
    running: 'The audit is running…',
    holds: 'The books agree.',
    differs: (count: string) =>
      count === '1' ? 'The books differ: 1 difference.' : `The books differ: ${count} differences.`,
    moved:
      'Tickets kept changing hands, so the sums could not be compared. Audit again when the sale is calmer.',
    first: (count: string) => `These are the first ${count}.`,
    at: (time: string) => `As of ${time}.`,
    failed: {
      OUT_OF_TIME:
        'The show is too large for this audit. An operator can run the command willcall audit.',
      STORE_UNAVAILABLE: 'The books could not be read. Please audit again in a moment.',
      NOT_FINISHED: 'The audit was interrupted. Please audit again.',
    },
    figures: 'What the audit added up',
    stock: 'Stock',
    records: 'Purchases',
    sold: 'Sold',
    left: 'Left',
    revenue: 'Revenue',
    confirmed: 'Confirmed purchases',
    cancelled: 'Cancelled purchases',
    differences: 'Differences',
    runbook: (section: string) => `See ${section}.`,
  },
  buyers: {
    title: 'Purchases of a buyer',
    text: 'Find a buyer by the user id of their account, as it is in the tokens of the sign-in.',
    label: 'User id',
    error: 'Enter a user id: up to 255 letters, digits and signs, without spaces.',
    submit: 'Show the purchases',
    of: (user: string) => `Purchases of ${user}`,
    none: 'This buyer has no purchases.',
    more: 'More purchases',
    holder: (name: string, email: string) => `For ${name}, ${email}`,
    cancelled: 'The purchase is cancelled, and its tickets are on sale again.',
    cancel: {
      label: 'Cancel this purchase',
      question: 'Cancel the purchase of this buyer?',
      consequence: (count: string, isPaid: boolean) =>
        `${tickets(count)} go back on sale at once, the reminder is no longer sent, and the cancellation is announced. ${
          isPaid
            ? 'What was paid is given back in full.'
            : 'Nothing is refunded, because willcall has charged nothing.'
        } This cannot be undone.`,
    },
  },
  deadLetters: {
    title: 'Dead letters',
    text: 'Purchases that could not be decided in five tries. Dead letters are tried again without your help; parked messages wait until you send them back.',
    look: 'Look again',
    looking: 'Looking…',
    counted: (ready: string, hidden: string) =>
      `${ready} ready, ${hidden} hidden until their next try`,
    queues: { dead: 'Dead letters', parked: 'Parked messages' },
    none: 'None can be read now.',
    unknown: 'Unknown purchase',
    received: (count: string) => `Received ${count === '1' ? 'once' : `${count} times`}`,
    since: (time: string) => `since ${time}`,
    decided: {
      CONFIRMED: 'Already decided: it is confirmed.',
      HELD: 'Already decided: its tickets are held until they are paid.',
      EXPIRED: 'Already decided: it was not paid in time.',
      REJECTED: 'Already decided: it is rejected.',
      FAILED: 'Already decided: it has failed.',
      CANCELLED: 'Already decided: it is cancelled.',
    },
    unreadable: 'Already decided, but its record cannot be read.',
    waiting: {
      retry: 'Can be decided: it is tried again without your help.',
      redrive: 'Can be decided: send it back.',
    },
    poison: (why: string) => `Can never be decided by this release. ${why}.`,
    after: {
      FAILED: 'It will be recorded as failed.',
      park: 'It will be parked.',
      repair: 'It needs a repair before it is sent back.',
    },
    redrive: {
      label: 'Send the parked messages back',
      question: 'Send all parked messages back?',
      consequence:
        'Do this after a repair. Each is decided as if it had just arrived, in the order of its buyer and show. What still cannot be decided is parked again.',
    },
    sent: (count: string) => `Sent back: ${count}.`,
    newer: (count: string) => `Parked since then: ${count}.`,
    incomplete: 'The time was used up. The others are still parked: send them back too.',
  },
};

/** What every language must have. */
export type OperateTexts = typeof en;
