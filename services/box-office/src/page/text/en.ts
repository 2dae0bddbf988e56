import type { RejectionReason } from '@willcall/client';
import { live } from './live-en.ts';

const tickets = (count: number | string): string =>
  Number(count) === 1 ? '1 ticket' : `${count} tickets`;

/** Why there are no tickets, and what the buyer can do next. */
const reasons: Record<
  RejectionReason | 'UNKNOWN',
  { readonly why: string; readonly next: string }
> = {
  SOLD_OUT: {
    why: 'The show is sold out.',
    next: 'Cancelled tickets go back on sale. You have paid nothing.',
  },
  ALL_HELD: {
    why: 'Other buyers are paying for the last tickets.',
    next: 'Try again in a moment: tickets that are not paid in time go back on sale. You have paid nothing.',
  },
  SHOW_NOT_FOUND: { why: 'This show does not exist any more.', next: 'Choose another show.' },
  SHOW_CANCELLED: { why: 'The show was cancelled.', next: 'Choose another show.' },
  SALE_NOT_OPEN: {
    why: 'The sale had not opened yet.',
    next: 'Try again once it opens. You have paid nothing.',
  },
  SALE_CLOSED: { why: 'The sale has ended.', next: 'Choose another show.' },
  SALE_PAUSED: {
    why: 'The organiser has paused the sale.',
    next: 'Try again when it resumes. You have paid nothing.',
  },
  PURCHASE_IN_PROGRESS: {
    why: 'Another of your purchases for this show had not been decided yet.',
    next: 'Wait for it, then buy again if you need more tickets.',
  },
  SEAT_TAKEN: {
    why: 'Somebody else got one of your seats first.',
    next: 'Choose other seats. You have paid nothing.',
  },
  SEAT_UNKNOWN: {
    why: 'The show does not have one of these seats any more.',
    next: 'Choose other seats. You have paid nothing.',
  },
  HOLD_OPEN: {
    why: 'Another of your purchases for this show is still to be paid.',
    next: 'Pay or cancel it, then buy again if you need more tickets.',
  },
  TOO_MANY_HOLDS: {
    why: 'Too many of your purchases for this show were not paid in time.',
    next: 'Choose another show. You have paid nothing.',
  },
  LIMIT_EXCEEDED: {
    why: 'That is more tickets than one buyer may have for this show.',
    next: 'Choose fewer tickets. Those you already have count too.',
  },
  PRICE_CHANGED: {
    why: 'The price has changed since you saw it, so nothing was bought.',
    next: 'Check the new price, and buy again if you agree to it.',
  },
  CARD_EXPIRED: {
    why: 'The card has expired, so nothing was bought.',
    next: 'Buy again with another card.',
  },
  UNKNOWN: { why: 'The purchase was refused.', next: 'Try again, or choose another show.' },
};

export const en = {
  name: 'Box office',
  skip: 'Skip to the content',
  nav: {
    label: 'Main',
    shows: 'Shows',
    purchases: 'My purchases',
    signIn: 'Sign in',
    signOut: 'Sign out',
    docs: 'API',
  },
  signedInAs: (name: string) => `Signed in as ${name}`,
  offline: 'You are offline. Nothing is lost: the page continues as soon as you are back online.',
  loading: 'Loading',
  retry: 'Try again',
  tickets,
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be mistyped.',
    link: 'See all shows',
  },
  failure: {
    title: 'This could not be loaded',
    noAnswer: 'The box office does not answer. Check your connection, then try again.',
    other: 'Something went wrong here. Please try again in a moment.',
  },
  shows: {
    title: 'On sale now',
    more: 'More shows',
    none: 'No shows yet',
    noneText: 'Shows appear here as soon as an organiser announces them.',
    was: 'Before:',
    off: (percentage: string) => `${percentage} off`,
    free: 'Free',
    left: (count: string) => `${count} left`,
    status: {
      SHOW_CANCELLED: 'Cancelled',
      SALE_NOT_OPEN: 'Opens soon',
      SALE_CLOSED: 'Sale ended',
      SALE_PAUSED: 'Paused',
      SOLD_OUT: 'Sold out',
      ALL_HELD: 'All held',
      SEAT_UNKNOWN: 'Seats to come',
      ON_SALE: 'On sale',
    },
  },
  show: {
    notFound: 'This show does not exist any more.',
    back: 'All shows',
    when: 'When',
    where: 'Where',
    yourTime: 'your time',
    price: 'Price',
    left: 'Left',
    limit: (count: number) => `At most ${tickets(count)} per buyer.`,
    closed: {
      SHOW_CANCELLED: 'The show was cancelled. Everyone who had tickets has been told.',
      SALE_NOT_OPEN: 'The sale has not opened yet.',
      SALE_CLOSED: 'The sale has ended.',
      SALE_PAUSED: 'The organiser has paused the sale. You can buy here when it resumes.',
      SOLD_OUT: 'Sold out. If tickets become available again, they appear here.',
      ALL_HELD: 'Other buyers are paying for the last tickets. Those not paid in time appear here.',
      SEAT_UNKNOWN: 'The seats are not on sale yet.',
    },
    opened: 'The sale is open. You can buy now.',
    ended: 'Tickets cannot be bought at the moment.',
    countdown: { days: 'days', hours: 'hours', minutes: 'minutes', seconds: 'seconds' },
    opening: 'Opening…',
    opens: (time: string) => `It opens on ${time}.`,
  },
  buy: {
    title: 'Buy tickets',
    quantity: 'Tickets',
    fewer: 'One ticket fewer',
    more: 'One ticket more',
    name: 'Name on the tickets',
    email: 'E-mail address',
    total: 'Total',
    submit: (total: string) => `Buy for ${total}`,
    submitFree: 'Get the tickets',
    open: 'You have already asked for tickets to this show.',
    limitReached: (count: number) =>
      `You already have ${tickets(count)} for this show, the most that one buyer may have.`,
    openLink: 'See how your purchase is going',
    priceChanged: (before: string, now: string) =>
      `The price has changed from ${before} to ${now}. The total shows the new price.`,
    errors: {
      quantity: (most: number) =>
        most === 1 ? 'Choose 1 ticket.' : `Choose 1 to ${most} tickets.`,
      seats: 'Choose at least one seat.',
      name: 'Enter the name that the tickets are for.',
      nameTooLong: 'This name is too long. Shorten it.',
      nameRefused:
        'This name cannot go on tickets. Check it for a card number or stray characters.',
      email: 'Enter an e-mail address such as ana@example.com.',
      card: 'Check the card number: 13 to 19 digits of a Visa or Mastercard.',
      brand: 'Only Visa and Mastercard are accepted.',
      expiry: 'Enter month and year as on the card, for example 04/29.',
      expired: 'This card has expired. Use another one.',
    },
  },
  seats: {
    hint: (most: number) =>
      `Choose ${most === 1 ? '1 seat' : `up to ${most} seats`} on the map, or from the list below it. You get all of them or none.`,
    stage: 'Stage',
    map: (free: number) =>
      `Map of the house, ${free} ${free === 1 ? 'seat is' : 'seats are'} free. The list below says the same.`,
    free: 'Free',
    chosen: 'Yours',
    taken: 'Taken',
    list: 'Free seats',
    row: 'Row',
    seat: 'Seat',
    add: 'Add',
    remove: 'Remove',
    yours: 'Your seats',
    lost: (seats: string, count: number) =>
      `Somebody was faster: ${seats} ${count === 1 ? 'is' : 'are'} taken now. Choose ${count === 1 ? 'another seat' : 'other seats'}.`,
    most: (most: number) =>
      `You have chosen ${most === 1 ? '1 seat' : `${most} seats`}, the most in one purchase.`,
  },
  payment: {
    title: 'Payment',
    number: 'Card number',
    expiry: 'Expires MM/YY',
    note: 'Nothing is charged, and the card number is not stored. Use the test card 4242 4242 4242 4242, never your own.',
  },
  request: {
    title: {
      open: 'Your purchase',
      held: 'Your tickets are held',
      confirmed: 'You have your tickets',
      ended: 'No tickets',
    },
    unknown: (user: string) => `${user} has no such purchase on this device.`,
    steps: { label: 'Progress', asked: 'Asked', queued: 'In the queue', decided: 'Decided' },
    asking: 'Asking for your tickets…',
    waiting: 'You are in the queue. You can close this page: your place is safe.',
    estimate: (wait: string) => `About ${wait}, as last measured.`,
    noEstimate: 'Usually a few seconds.',
    seconds: (count: number) => (count === 1 ? '1 second' : `${count} seconds`),
    minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
    busy: 'A lot of people are buying right now. Nothing is lost: the page keeps trying for you.',
    noConnection:
      'No connection. Nothing is lost: your purchase continues as soon as you are back online.',
    cardNeeded: {
      title: 'Did it arrive?',
      text: (last4: string) =>
        `The page was closed before the box office answered, and cards are not stored. Enter the same card again, the one that ends in ${last4}. It is the same purchase, so you never buy twice.`,
      other: (last4: string) => `This is another card. Enter the one that ends in ${last4}.`,
      submit: 'Continue with this purchase',
      leave: 'I no longer want it',
      left: 'You gave up this purchase. If it did arrive, its tickets are among your purchases.',
    },
    summary: (count: number, show: string) => `${tickets(count)} for ${show}`,
    ticket: 'Ticket',
    holder: (name: string) => `For ${name}`,
    open: 'Print, cancel or change it',
    paid: (brand: string, last4: string) => `${brand} ending in ${last4}`,
    ticketsLeft: (count: number) =>
      `Only ${tickets(count)} ${count === 1 ? 'was' : 'were'} left. Ask for fewer.`,
    newPrice: (price: string) => `The price is now ${price}.`,
    refusedSeats: (seats: string) => `These were gone: ${seats}.`,
    again: 'Back to the show',
    others: 'See other shows',
    cancelled: 'This purchase was cancelled.',
    held: (total: string) => `Pay ${total} in time to keep them.`,
    expired: 'The tickets were not paid in time. You have paid nothing. Please buy again.',
    failed: 'The box office gave up on this purchase. Nothing was bought. Please buy again.',
    codes: {
      IDEMPOTENCY_KEY_REUSED:
        'The first request did arrive, with another card or another choice. Its tickets, if any, are among your purchases.',
      PURCHASE_ERASED: 'This purchase was erased.',
      PURCHASE_NOT_FOUND: 'The box office does not know this purchase.',
      INVALID_CARD: 'The card was not accepted. Nothing was bought.',
      INVALID_REQUEST: 'Something in the request was not accepted. Nothing was bought.',
    },
  },
  mine: {
    title: 'My purchases',
    all: 'All my purchases',
    none: 'You have not bought anything yet',
    more: 'More purchases',
    unknownShow: 'A show',
    gone: 'You have no such purchase',
    status: {
      HELD: 'To be paid',
      CONFIRMED: 'Tickets',
      EXPIRED: 'Not paid in time',
      REJECTED: 'No tickets',
      FAILED: 'Failed',
      CANCELLED: 'Cancelled',
      UNKNOWN: 'Unknown',
    },
    seat: (seat: string) => `Seat ${seat}`,
    print: 'Print the tickets',
    calendar: 'Save to my calendar',
    change: 'Change the name or the e-mail address',
    save: 'Save',
    changed: 'Saved.',
    tooLate: 'This can no longer be changed: the show has begun, or the purchase was cancelled.',
    keep: 'No, keep it',
    cancel: {
      label: 'Cancel the purchase',
      question: 'Cancel this purchase?',
      consequence: 'Its tickets go back on sale at once, and cannot be kept for you.',
    },
    erase: {
      label: 'Erase my data',
      question: 'Erase this purchase?',
      consequence:
        'Name, e-mail address and card are removed for good. If it has tickets, it is cancelled first.',
    },
  },
  signIn: {
    title: 'Sign in',
    text: 'On this machine, you sign in by choosing a name. Nobody checks it.',
    toBuy: 'Who is buying?',
    name: 'Another name',
    error: 'Use 1 to 255 letters or digits, without spaces or accents.',
    submit: 'Sign in',
    organiser: 'Organiser',
    noRunner: 'Signing in did not work. Is npm start still running?',
    atIssuer: {
      text: 'You sign in on another page, and come back here.',
      submit: 'Sign in or sign up',
      organiser: 'Sign in as an organiser',
      finishing: 'Signing you in…',
      failed: 'Signing in did not work. Please try again.',
    },
  },
  onlyOrganisers: {
    signedInAs: (name: string) => `You are signed in as ${name}.`,
    enter: 'Sign in as the organiser',
  },
  organise: {
    link: 'Organise',
    title: 'Only the organiser can run the box office',
    text: 'Shows are made and changed here.',
    instead: 'See the shows instead',
  },
  reasons,
  demo: {
    title: 'See a sale under load',
    text: 'A thousand people ask at once for a hundred tickets, through the real API. You watch it signed in as the organiser.',
    button: 'Demo sale',
    starting: 'Creating a show and calling in the buyers…',
    running: 'This demo sale is still running. There is one at a time.',
    failed: 'The demo sale did not start. Is npm start still running?',
  },
  live,
};

/** What every language must have. */
export type Texts = typeof en;
