const seats = (count: string): string => (count === '1' ? '1 seat' : `${count} seats`);

/** The texts of the organiser's part. */
export const en = {
  nav: { label: 'Box office', shows: 'Shows and sales', make: 'New show' },
  noAnswer:
    'The box office does not answer. What you asked for may have been done: look before you try again.',
  unsure: (code: string) =>
    `Something went wrong (${code}). What you asked for may have been done: look before you try again.`,
  other: (code: string) => `That did not work (${code}). Please try again in a moment.`,
  signedOut: 'You are not signed in any more. Sign in, and do it again.',
  problems: {
    FLYER_REFUSED: 'The picture was not taken. Choose it again, and send it again.',
    INVALID_REQUEST: 'Something in the request was not accepted.',
    FORBIDDEN: 'Only the organiser may do this.',
    SHOW_NOT_FOUND: 'This show does not exist any more.',
    SHOW_CANCELLED: 'The show was cancelled, so it can no longer be changed.',
    SHOW_BEGUN: 'The show has begun, so it can no longer be cancelled.',
    SHOW_HAS_SALES:
      'The show has sold tickets. Cancel it, or wait until its cancellation has ended.',
    CAPACITY_BELOW_SOLD: 'More tickets than that are already sold.',
    WRONG_SEATING: 'This does not fit the seating of the show.',
    TOO_MANY_SEATS: 'A show has at most 20,000 seats.',
    NOT_CANCELLABLE:
      'The purchase can no longer be cancelled: the show has begun, or there are no tickets.',
    PURCHASE_ERASED: 'The buyer has erased this purchase.',
    AUDIT_NOT_FOUND: 'Somebody else has started a newer audit. Please audit again.',
    QUEUES_UNAVAILABLE:
      'The queues cannot be reached now. No message was lost. Please try again in a moment.',
    STORE_UNAVAILABLE: 'The box office cannot do that right now. Please try again in a moment.',
    RECORD_UNREADABLE: 'A record of this show is damaged. The runbook says what to do.',
  },
  /** What the API says about a field, in its own words. */
  requirement: (message: string): string => `${message[0]?.toUpperCase()}${message.slice(1)}.`,
  list: {
    title: 'Shows and sales',
    upcoming: 'Upcoming shows',
    past: 'Past shows',
    which: 'Which shows',
    none: 'There are no such shows.',
    more: 'More shows',
    all: 'All shows together',
    sold: 'Sold',
    held: 'To be paid',
    heldCount: (count: string) => `${count} to be paid`,
    left: 'Left',
    capacity: 'Tickets in all',
    revenue: 'Revenue',
    noRevenue: 'none',
    soldOf: (sold: string, capacity: string) => `${sold} of ${capacity} sold`,
    noSales: 'The sales cannot be read now.',
    live: 'Live',
  },
  form: {
    makeTitle: 'New show',
    labels: {
      name: 'Name',
      venue: 'Venue',
      timeZone: 'Time zone of the venue',
      startsAt: 'Start',
      price: 'Price of a ticket',
      currency: 'Currency',
      capacity: 'Number of tickets',
      maxTicketsPerBuyer: 'Most tickets for one buyer',
      saleOpensAt: 'The sale opens',
      saleClosesAt: 'The sale closes',
    },
    timeZoneNote: 'For example Europe/Madrid. If it is empty, the times are those of this device.',
    clockNote: 'All times of this form are on the clock of the time zone.',
    priceNote: 'Without a sign, for example 45 or 15.99.',
    limitNote: 'Empty: no limit.',
    opensNote: 'Empty: at once.',
    closesNote: 'Empty: when the show starts.',
    payment: {
      title: 'Payment',
      none: 'Nothing is charged',
      provider: 'Tickets are held while their buyer pays',
      holdMinutes: 'Minutes to pay',
      holdNote: 'How long tickets are held for a buyer: 5 to 60 minutes.',
      refundFee: 'Fee for cancelling a ticket',
      refundFeeNote: 'What you keep if its buyer cancels. Empty: nothing.',
      refundUntilHours: 'Hours before the start',
      refundUntilNote: 'Until then, buyers can cancel. Empty: until the start.',
      fixed: 'None of this can be changed later. If you cancel the show, everybody gets back all.',
      errors: {
        holdSeconds: 'Enter 5 to 60 minutes.',
        refundFee: 'Enter a fee such as 2 or 1.50, or nothing.',
        refundUntilSeconds: 'Enter whole hours, at most a year, or nothing.',
      },
    },
    seating: 'Seating',
    general: 'General admission',
    reserved: 'Reserved seats',
    paused: 'The sale waits until I start it',
    make: 'Make the show',
    halfTyped: 'Complete the date and the time, or clear them.',
    errors: {
      name: 'Enter the name of the show.',
      venue: 'Enter where the show takes place.',
      startsAt: 'Enter date and time of the start. The clock must not skip that time.',
      price: 'Enter a price such as 45 or 15.99, with the decimals of its currency.',
      capacity: 'Enter a whole number of tickets.',
      maxTicketsPerBuyer: 'Enter a whole number of tickets, or nothing.',
      saleOpensAt: 'The clock skips that time. Choose another one.',
      saleClosesAt: 'The clock skips that time. Choose another one.',
    },
    rest: {
      title: 'Adding the seats',
      text: 'The show exists. Its sale waits until all seats are there.',
      progress: (done: string, all: string) => `${done} of ${seats(all)}`,
      interrupted: (name: string) =>
        `The show “${name}” exists, but adding its seats was interrupted. Go on, or leave the show as it is.`,
      goOn: 'Go on',
      leaveIt: 'Leave it as it is',
    },
    toShow: 'Go to the show',
  },
  seats: {
    label: 'Seats',
    note: 'One in each line, such as 1-A9. The digits at the end are the number, and what stands before is the row.',
    file: 'Fill the list from a file (CSV)',
    fileTooLarge: 'This file is too large to be a list of seats.',
    fileUnreadable: 'This file cannot be read.',
    count: seats,
    none: 'Enter at least one seat.',
    hasNoHeader: 'Every line is a seat, whatever it looks like',
    noSeatId: (line: number) =>
      `Line ${line} is no seat: use 1 to 16 letters, digits and hyphens, and nothing else.`,
    maybeHeader: (line: number) =>
      `Line ${line} may be a header. Delete it, or say that it is a seat.`,
    repeated: (line: number, first: number) => `Line ${line} repeats the seat of line ${first}.`,
    headerTaken: (line: number) => `Line ${line} is taken as the header.`,
    alike: (first: number, line: number) =>
      `Lines ${first} and ${line} differ only by leading zeros or capitals.`,
    andMore: (count: string) => `And ${count} more.`,
    tooMany: (most: string) => `A show has at most ${most} seats.`,
  },
  manage: {
    live: 'Watch the sale live',
    asBuyers: 'See the show as buyers do',
    sales: 'Sales of this show',
    allCancelled: 'The show and all of its purchases are cancelled.',
    cancelled:
      'The show is cancelled. Its purchases are being cancelled in the background, which can take minutes: the figures above fall as it goes on.',
    pause: {
      title: 'The sale',
      isRunning: 'The sale is not paused.',
      isPaused: 'The sale is paused. Nobody can buy until it resumes.',
      isUnknown: 'The sale is outside its times. If it is paused, it stays closed within them too.',
      pause: 'Pause the sale',
      resume: 'Resume the sale',
    },
    change: {
      title: 'Change the show',
      consequence:
        'Buyers keep what they have paid. A new start moves their reminders, and every change is announced.',
      save: 'Save the changes',
      saved: 'Saved.',
      nothing: 'Nothing is different.',
    },
    seats: {
      title: 'Change the seats',
      text: (count: string) => `The show has ${seats(count)}.`,
      price: (currency: string) => `Price of these seats (${currency})`,
      add: 'Add these seats',
      setPrice: 'Set their price',
      remove: {
        label: 'Remove these seats',
        question: 'Remove these seats?',
        consequence: 'Those that are free go for good. Those that are sold stay.',
      },
      progress: (done: string, all: string) => `${done} of ${seats(all)}`,
      added: (count: string, existing: string) =>
        `Added ${seats(count)}. ${existing} existed before.`,
      removed: (count: string) => `Removed ${seats(count)}.`,
      priced: (count: string) => `Set the price of ${seats(count)}.`,
      sold: (names: string) => `Sold, and left as they are: ${names}.`,
      missing: (names: string) => `Not seats of this show: ${names}.`,
      again: 'What was done stays. Press the button again to go on.',
    },
    flyer: {
      title: 'Flyer',
      file: 'Choose a picture (PNG, JPEG or WebP, at most 5 MiB)',
      preview: 'The chosen picture',
      wrongFile: 'Choose a PNG, JPEG or WebP picture of at most 5 MiB.',
      send: 'Use this picture',
      sending: 'Sending the picture…',
      sent: 'The show has its new picture.',
      notAccepted:
        'The show has not got the picture so far. If the file is no real picture, choose another one.',
    },
    ending: {
      cancel: {
        label: 'Cancel the show',
        question: 'Cancel this show?',
        consequence: (sold: string | undefined, isPaid: boolean) =>
          `The sale stops at once. ${
            sold === undefined
              ? 'All tickets that are sold'
              : `All tickets that are sold, ${sold} now,`
          } are cancelled in the background, and each cancelled purchase is announced. ${
            isPaid
              ? 'What was paid is given back in full.'
              : 'Nothing is refunded, because willcall has charged nothing.'
          } Reminders are no longer sent. This cannot be undone.`,
      },
      remove: {
        label: 'Remove the show',
        question: 'Remove this show?',
        consequence:
          'It disappears with its seats, for good. That works only if no ticket is sold.',
      },
    },
  },
};

/** What every language must have. */
export type OrganiseTexts = typeof en;
